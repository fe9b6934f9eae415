import { loadBlas } from '@adjoint/blas';
import { type Backend, createWasmBackend } from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';

/** The backends that cases can be run on, by name, made when asked for. */
export const backends: Readonly<Record<string, () => Backend>> = {
  reference: () => referenceBackend,
  wasm: () => createWasmBackend(),
  'wasm-unfused': () => createWasmBackend({ fused: false }),
  'wasm-strict': () => createWasmBackend({ relaxed: false }),
  'wasm-planned': () => planned(createWasmBackend()),
  'wasm-blas': () => planned(createWasmBackend({ blas: loadBlas() })),
};

export const defaultBackend = 'reference';

/** Runs every program until it has a plan; most cases come only once, and structures are planned when they come back. */
function planned(backend: Backend): Backend {
  return {
    ...backend,
    run(program) {
      for (let sight = 0; sight < 2; sight++) backend.run(program);
      return backend.run(program);
    },
  };
}
