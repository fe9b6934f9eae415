import { type AnyTensor, clip, type Tensor, tensor, vmap } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bool, curvature, elements, float64, int32, slope, uint8, vectorWithin } from './helpers.js';

const xs = [-3, -1, 0, 2, 5];

describe('clip', () => {
  it('limits to both sides, or to one', () => {
    expect(elements(clip(float64(xs), -1, 2))).toEqual([-1, -1, 0, 2, 2]);
    expect(elements(float64(xs).clip(-1))).toEqual([-1, -1, 0, 2, 5]);
    expect(elements(float64(xs).clip(undefined, 2))).toEqual([-3, -1, 0, 2, 2]);
  });

  it('passes the gradient between the limits and at them', () => {
    expect(slope((x) => x.clip(-1, 2), float64(xs))).toEqual([0, 1, 1, 1, 0]);
    expect(slope((x) => x.clip(-1), float64(xs))).toEqual([0, 1, 1, 1, 1]);
    expect(slope((x) => x.clip(undefined, 2), float64(xs))).toEqual([1, 1, 1, 1, 0]);
    expect(curvature((x) => x.clip(-1, 2), float64(xs))).toEqual([0, 0, 0, 0, 0]);
  });

  it('fits finite differences away from the limits', () => {
    fc.assert(
      fc.property(vectorWithin(-4, 4), (x) => {
        fc.pre(elements(x).every((each) => Math.abs(each + 1) > 0.05 && Math.abs(each - 2) > 0.05));
        checkGradients((each) => each.clip(-1, 2).square(), [x], { order: 2 });
      }),
      { numRuns: 8 },
    );
  });

  it('is max, with gradient 0, where min > max', () => {
    expect(elements(clip(float64([-2, 0, 2]), 1, -1))).toEqual([-1, -1, -1]);
    expect(slope((x) => x.clip(1, -1), float64([-2, 0, 2]))).toEqual([0, 0, 0]);
  });

  it('leaves NaN and limits infinities', () => {
    expect(elements(clip(float64([NaN, Infinity, -Infinity]), -1, 1))).toEqual([NaN, 1, -1]);
  });

  it('keeps integers; a fraction makes them float32', () => {
    expect(clip(int32(...xs), -1, 2).dtype).toBe('int32');
    expect(elements(clip(int32(...xs), -1, 2))).toEqual([-1, -1, 0, 2, 2]);
    expect(elements(clip(int32(...xs), undefined, 2))).toEqual([-3, -1, 0, 2, 2]);
    expect(clip(int32(...xs), -0.5, 2).dtype).toBe('float32');
    expect(clip(tensor([1]), 0.5).dtype).toBe('float32');
    expect(elements(clip(uint8(0, 200), 10, 100))).toEqual([10, 100]);
    expect(clip(bool(true), 0, 1).dtype).toBe('int32');
    expectTypeOf(clip(tensor([1, 2], 'int32'), 0, 1)).toEqualTypeOf<Tensor<[2], 'int32'>>();
    expectTypeOf(tensor([1, 2], 'int32').clip(0.5)).toEqualTypeOf<Tensor<[2], 'float32'>>();
    expectTypeOf(tensor([1, 2]).clip(undefined, 1)).toEqualTypeOf<Tensor<[2], 'float32'>>();
  });

  it('refuses to have no bounds, or others than numbers', () => {
    expect(() => clip(float64(xs))).toThrow('clip: expected a lower or an upper bound, got neither; give one');
    expect(() => clip(float64(xs), float64([1]) as unknown as number)).toThrow(
      'clip: expected numbers as bounds, got object; for tensors use maximum and minimum',
    );
    expect(() => clip(3 as unknown as AnyTensor, 1)).toThrow('clip: expected a tensor, got number');
  });

  it('batches', () => {
    const rows = float64([-3, 0, 5, 1], [2, 2]);
    expect(elements(vmap((x: AnyTensor) => x.clip(-1, 2))(rows as AnyTensor))).toEqual([-1, 0, 2, 1]);
  });
});
