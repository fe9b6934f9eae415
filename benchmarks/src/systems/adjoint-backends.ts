import { createWasmBackend, useBackend, type WasmBackendOptions } from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';

/** Lets Adjoint compute on the backend of a system, with so many threads, and a BLAS library if it is to have one. */
type Choose = (threads: number, library: string) => void | Promise<void>;

export const chooseBackend: Readonly<Record<string, Choose>> = {
  'adjoint-reference': () => useBackend(referenceBackend),
  'adjoint-wasm': async (threads) => useBackend(await createWasmBackend({ threads } as WasmBackendOptions)),
  'adjoint-blas': async (threads, path) => {
    const { useBlas } = (await import(blas)) as { useBlas: (options: { path: string; threads: number }) => unknown };
    await useBlas({ path, threads });
  },
};

const blas = '@adjoint/blas';
