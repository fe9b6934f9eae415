import { createWasmBackend, useBackend } from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';
import fc from 'fast-check';

/** In CI the same cases are drawn each time; elsewhere every run draws others. */
if (process.env['CI'] !== undefined) fc.configureGlobal({ seed: 0 });

/** ADJOINT_BACKEND=reference runs the tests on the oracle in place of the default backend. */
const backends = { reference: () => referenceBackend, wasm: () => createWasmBackend() };
const name = process.env['ADJOINT_BACKEND'];
if (name !== undefined) {
  const make = backends[name as keyof typeof backends];
  if (make === undefined) throw new Error(`ADJOINT_BACKEND: '${name}' is none of ${Object.keys(backends).join(', ')}`);
  useBackend(make());
}
