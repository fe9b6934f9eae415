import { createWasmBackend, useBackend } from '@adjoint/core';

/** Lets Adjoint compute on the backend of a system, with so many threads, and a BLAS library if it is to have one. */
type Choose = (threads: number, library: string) => void | Promise<void>;

/** Only what a system needs is loaded, so that `start` measures nothing else. */
export const chooseBackend: Readonly<Record<string, Choose>> = {
  'adjoint-reference': async () => useBackend((await import('@adjoint/core/reference')).referenceBackend),
  'adjoint-wasm': (threads) => useBackend(createWasmBackend({ threads })),
  'adjoint-blas': async (threads, path) => {
    (await import('@adjoint/blas')).useBlas({ path, threads });
  },
};
