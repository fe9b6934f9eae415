import { type Backend, createWasmBackend } from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';

/** The backends that cases can be run on, by name, made when asked for. */
export const backends: Readonly<Record<string, () => Backend>> = {
  reference: () => referenceBackend,
  wasm: () => createWasmBackend(),
  'wasm-unfused': () => createWasmBackend({ fused: false }),
  'wasm-strict': () => createWasmBackend({ relaxed: false }),
};

export const defaultBackend = 'reference';
