import { type Blas, createWasmBackend, useBackend, type WasmBackendOptions } from '@adjoint/core';
import { type BlasOptions, loadBlas } from './load-blas.js';

/**
 * Makes a WASM backend whose matrix products go to the system's BLAS the backend of all evaluations from now on.
 * Returns what it found.
 *
 * @param options where to look for the library, and what else `createWasmBackend` takes
 * @throws Error that lists what was tried and how to install a library
 */
export function useBlas({ path, ...rest }: BlasOptions & Omit<WasmBackendOptions, 'blas'> = {}): Blas {
  const blas = loadBlas(path === undefined ? {} : { path });
  useBackend(createWasmBackend({ blas, ...rest }));
  return blas;
}
