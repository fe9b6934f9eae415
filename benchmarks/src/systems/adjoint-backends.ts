import { createWasmBackend, useBackend, type WasmBackendOptions } from '@adjoint/core';

/** Lets Adjoint compute on the backend of a system, with so many threads, and a BLAS library if it is to have one. */
type Choose = (threads: number, library: string) => void | Promise<void>;

/** Only what a system needs is loaded, so that `start` measures nothing else. */
export const chooseBackend: Readonly<Record<string, Choose>> = {
  'adjoint-reference': async () => useBackend((await import('@adjoint/core/reference')).referenceBackend),
  'adjoint-wasm': async (threads) => useBackend(await createWasmBackend({ threads } as WasmBackendOptions)),
  'adjoint-blas': async (threads, path) => {
    const { useBlas } = await import('@adjoint/blas');
    await useBlas({ path, threads } as Parameters<typeof useBlas>[0]);
  },
};
