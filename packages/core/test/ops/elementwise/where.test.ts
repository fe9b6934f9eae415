import { type AnyTensor, fromArray, type Tensor, tensor, vmap, where } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bool, curvature, elements, float64, int32, slope, uint8, vectorWithin } from './helpers.js';

describe('where', () => {
  it('chooses', () => {
    expect(elements(where(bool(true, false, true), float64([1, 2, 3]), float64([4, 5, 6])))).toEqual([1, 5, 3]);
  });

  it('broadcasts all three', () => {
    const chosen = where(tensor([[true], [false]]), tensor([1, 2, 3]), tensor([[[10]], [[20]]]));
    expect(chosen.shape).toEqual([2, 2, 3]);
    expect(elements(chosen)).toEqual([1, 2, 3, 10, 10, 10, 1, 2, 3, 20, 20, 20]);
    expectTypeOf(chosen).toEqualTypeOf<Tensor<[2, 2, 3], 'float32'>>();
  });

  it('takes numbers, and keeps the dtype of a tensor beside them', () => {
    const condition = bool(true, false);
    expect(elements(condition.where(1, 0))).toEqual([1, 0]);
    expect(condition.where(1, 0).dtype).toBe('float32');
    expect(condition.where(int32(7, 8), 0).dtype).toBe('int32');
    expect(condition.where(int32(7, 8), 0.5).dtype).toBe('float32');
    expect(condition.where(0, float64([7, 8])).dtype).toBe('float64');
    expectTypeOf(tensor([true, false]).where(tensor([1, 2], 'int32'), 0)).toEqualTypeOf<Tensor<[2], 'int32'>>();
  });

  it('promotes, and takes any dtype', () => {
    const condition = bool(true, false);
    expect(condition.where(int32(1, 2), float64([3, 4])).dtype).toBe('float64');
    expect(condition.where(uint8(1, 2), uint8(3, 4)).dtype).toBe('uint8');
    expect(elements(condition.where(bool(false, false), bool(true, true)))).toEqual([0, 1]);
  });

  it('gives each side its part of the gradient', () => {
    const condition = bool(true, false, true);
    const x = float64([1, 2, 3]);
    expect(slope((each) => condition.where(each, 0), x)).toEqual([1, 0, 1]);
    expect(slope((each) => condition.where(0, each), x)).toEqual([0, 1, 0]);
    expect(slope((each) => condition.where(each, each.mul(5)), x)).toEqual([1, 5, 1]);
  });

  it('sums the gradient over broadcast axes', () => {
    const condition = fromArray(new Uint8Array([1, 0, 1, 1, 1, 0]), [2, 3]).cast('bool');
    expect(slope((x) => condition.where(x, 0), float64([7, 8], [2, 1]))).toEqual([2, 2]);
    expect(slope((y) => condition.where(0, y), float64([7]))).toEqual([2]);
  });

  it('fits finite differences to second order', () => {
    fc.assert(
      fc.property(vectorWithin(-2, 2, 3), vectorWithin(-2, 2, 2), (x, y) => {
        const condition = fromArray(new Uint8Array([1, 0, 1, 1, 1, 0]), [2, 3]).cast('bool');
        checkGradients((a, b) => condition.where(a.square(), b.reshape([2, 1]).exp()), [x, y], { order: 2 });
      }),
      { numRuns: 6 },
    );
  });

  it('keeps NaN of the side not chosen out of value and gradient', () => {
    const condition = bool(true, false);
    expect(elements(condition.where(float64([1, NaN]), float64([NaN, 2])))).toEqual([1, 2]);
    const f = (x: AnyTensor): AnyTensor => x.gt(0).where(x.gt(0).where(x, 1).log(), 0);
    expect(slope(f, float64([2, 0, -1]))).toEqual([0.5, 0, 0]);
    expect(curvature(f, float64([2, 0]))).toEqual([-0.25, 0]);
  });

  it('does not look at the gradient of the condition', () => {
    expect(slope((x) => x.gt(1).where(x, x.mul(2)), float64([0, 1, 2]))).toEqual([2, 2, 1]);
  });

  it('refuses other conditions than bool, and what is neither tensor nor number', () => {
    expect(() => where(float64([1]), 1, 2)).toThrow(
      'where: expected a bool condition, got float64; compare first, for example x.ne(0)',
    );
    expect(() => where(true as unknown as AnyTensor, 1, 2)).toThrow('where: expected a tensor, got boolean');
    expect(() => where(bool(true), '1' as never, 2 as never)).toThrow(
      'where: expected a tensor or a number, got string',
    );
  });

  it('names all shapes that do not fit together', () => {
    expect(() => where(bool(true, false), float64([1, 2, 3]), 0)).toThrow(
      'where: cannot broadcast [2] with [3] with []',
    );
  });

  it('batches with any of the three', () => {
    const conditions = fromArray(new Uint8Array([1, 0, 0, 1]), [2, 2]).cast('bool') as AnyTensor;
    const x = float64([1, 2]);
    expect(elements(vmap((c: AnyTensor) => c.where(x, 0))(conditions))).toEqual([1, 0, 0, 2]);
    const rows = float64([1, 2, 3, 4], [2, 2]) as AnyTensor;
    expect(elements(vmap((row: AnyTensor) => bool(true, false).where(row, x))(rows))).toEqual([1, 2, 3, 2]);
  });
});
