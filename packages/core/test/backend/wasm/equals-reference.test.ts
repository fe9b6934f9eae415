import { type AnyTensor, type Backend, currentBackend, fromArray, useBackend, vjp } from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';
import { assertClose } from '@adjoint/testing';
import * as fc from 'fast-check';
import { afterEach, describe, it } from 'vitest';
import { createWasmBackend } from '../../../src/backend/wasm/index.js';
import { type Call, resultsOf } from '../../proof/entry.js';
import { effort, nameOf, seed } from '../../proof/prove.js';
import { matrix } from '../../proof/table/index.js';

/** Every op of the matrix, its values and its gradients, on the backend and on the reference. */

const wasm = createWasmBackend();

const before = currentBackend();
afterEach(() => {
  useBackend(before);
});

/** The values of a call's results and of its gradients, computed on a backend from inputs of a dtype. */
function valuesOn(backend: Backend, { inputs, f }: Call, single: boolean): AnyTensor[] {
  useBackend(backend);
  const fresh = inputs.map((input) => {
    if (input.dtype !== 'float64') return input;
    return single ? input.cast('float32') : input;
  });
  const results = resultsOf({ inputs: fresh, f } as unknown as Call);
  const differentiable = fresh.filter(isFloat);
  const gradients =
    differentiable.length === 0 || !results.every(isFloat)
      ? []
      : gradientsOf(fresh, (...all) => [...resultsOf({ inputs: all, f } as unknown as Call)]);
  return [...results, ...gradients].map(copy);
}

function gradientsOf(inputs: readonly AnyTensor[], f: (...inputs: AnyTensor[]) => AnyTensor[]): AnyTensor[] {
  const positions = inputs.flatMap((input, index) => (isFloat(input) ? [index] : []));
  const some = (...varied: AnyTensor[]): AnyTensor[] =>
    f(...inputs.map((input, index) => varied[positions.indexOf(index)] ?? input));
  const [results, pullback] = vjp(some, ...positions.map((index) => inputs[index] as AnyTensor));
  const cotangents = results.map((result) => result.mul(0).stopGradient().add(0.75));
  return pullback(cotangents as never) as AnyTensor[];
}

function isFloat({ dtype }: AnyTensor): boolean {
  return dtype === 'float32' || dtype === 'float64';
}

/** The value alone, on no backend. */
function copy(tensor: AnyTensor): AnyTensor {
  const data = tensor.dataSync();
  return tensor.dtype === 'bool' ? fromArray(data as Uint8Array, tensor.shape) : fromArray(data, tensor.shape);
}

describe.each([
  { dtype: 'float64', single: false, tolerance: { relative: 1e-11, absolute: 1e-12 } },
  { dtype: 'float32', single: true, tolerance: { relative: 2e-5, absolute: 2e-5 } },
])('in $dtype', ({ single, tolerance }) => {
  for (const entry of matrix) {
    const name = entry.variant === undefined ? nameOf(entry.op) : `${nameOf(entry.op)} ${entry.variant}`;
    it(name, () => {
      const property = fc.property(entry.calls, (call) => {
        const expected = valuesOn(referenceBackend, call, single);
        const actual = valuesOn(wasm, call, single);
        actual.forEach((tensor, index) => {
          assertClose(tensor, expected[index] as AnyTensor, tolerance);
        });
      });
      fc.assert(property, { seed, numRuns: 10 * effort, includeErrorInReport: true });
    });
  }
});
