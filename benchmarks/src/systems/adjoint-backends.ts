import * as core from '@adjoint/core';

/** Makes a backend, or is undefined where this version has none. */
type MakeBackend = ((options: { readonly threads: number }) => core.Backend | Promise<core.Backend>) | undefined;

/**
 * The backends of Adjoint, by the name of the system. What a version exports is found out at run time, so that the
 * benchmarks of an older version can still be run.
 */
export const adjointBackends: Readonly<Record<string, MakeBackend>> = {
  'adjoint-reference': () => core.referenceBackend,
  'adjoint-wasm': (core as { readonly createWasmBackend?: MakeBackend }).createWasmBackend,
};
