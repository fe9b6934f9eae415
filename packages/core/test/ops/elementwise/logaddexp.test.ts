import { type AnyTensor, logaddexp, type Tensor, tensor } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { curvature, elements, float64, int32, slope, vectorWithin } from './helpers.js';

describe('logaddexp', () => {
  it('is ln(eˣ + eʸ)', () => {
    fc.assert(
      fc.property(vectorWithin(-5, 5), vectorWithin(-5, 5), (x, y) => {
        const ys = elements(y);
        const expected = elements(x).map((a, i) => Math.log(Math.exp(a) + Math.exp(ys[i] as number)));
        elements(logaddexp(x, y)).forEach((each, i) => {
          expect(each).toBeCloseTo(expected[i] as number, 12);
        });
      }),
    );
  });

  it('neither overflows nor vanishes', () => {
    const sums = elements(float64([1e4, -1e4, 0, 1e300]).logaddexp(float64([1e4, -1e4, -1e4, -1e300])));
    expect(sums).toEqual([1e4 + Math.LN2, -1e4 + Math.LN2, 0, 1e300]);
  });

  it('is right at infinities, equal ones too', () => {
    const x = float64([Infinity, -Infinity, Infinity, -Infinity, NaN]);
    const y = float64([Infinity, -Infinity, -Infinity, 3, Infinity]);
    expect(elements(logaddexp(x, y))).toEqual([Infinity, -Infinity, Infinity, 3, NaN]);
    expect(slope((each) => logaddexp(each, y), x)).toEqual([0.5, 0.5, 1, 0, NaN]);
    expect(slope((each) => logaddexp(x, each), y)).toEqual([0.5, 0.5, 0, 1, NaN]);
    expect(curvature((each) => logaddexp(each, y), x).slice(0, 4)).toEqual([0, 0, 0, 0]);
  });

  it('has both derivatives of every order at ties', () => {
    expect(slope((x) => logaddexp(x, float64([2])), float64([2]))).toEqual([0.5]);
    expect(curvature((x) => logaddexp(x, float64([2])), float64([2]))).toEqual([0.25]);
  });

  it('fits finite differences to second order, broadcasting', () => {
    fc.assert(
      fc.property(vectorWithin(-5, 5, 2), vectorWithin(-5, 5, 3), (x, y) => {
        checkGradients((a, b) => logaddexp(a.reshape([2, 1]), b), [x, y], { order: 2 });
      }),
      { numRuns: 6 },
    );
  });

  it('makes integers float32', () => {
    expect(logaddexp(int32(1), int32(1)).dtype).toBe('float32');
    expectTypeOf(logaddexp(tensor([[1], [2]]), tensor([1, 2, 3]))).toEqualTypeOf<Tensor<[2, 3], 'float32'>>();
    expect((logaddexp(0, float64([0])) as AnyTensor).dtype).toBe('float64');
  });
});
