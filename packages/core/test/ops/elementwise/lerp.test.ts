import { lerp, type Tensor, tensor } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bool, elements, float64, int32, slope } from './helpers.js';

describe('lerp', () => {
  it('is x + weight · (y − x), to the bit', () => {
    const [x, y, weight] = [0.1, 0.7, 0.3];
    expect(elements(lerp(float64([x]), float64([y]), weight))).toEqual([x + weight * (y - x)]);
    expect(elements(float64([x]).lerp(y, float64([weight])))).toEqual([x + weight * (y - x)]);
  });

  it('broadcasts all three, with derivatives by all', () => {
    const inputs = [float64([1, 2, 3], [3, 1]), float64([5, 7], [1, 2]), float64([0.3], [])] as const;
    const result = lerp(...inputs);
    expect(result.shape).toEqual([3, 2]);
    checkGradients((x, y, weight) => lerp(x, y, weight), inputs, { order: 2 });
    expect(slope((x) => lerp(x, 5, 0.25), float64([1, 2]))).toEqual([0.75, 0.75]);
  });

  it('promotes', () => {
    expect(lerp(int32(1), int32(3), 0.5).dtype).toBe('float32');
    expect(elements(lerp(int32(1), int32(3), 0.5))).toEqual([2]);
    expect(lerp(int32(1), 3, float64([0.5])).dtype).toBe('float64');
    expectTypeOf(lerp(tensor([1, 2]), tensor([[1], [2]]), 0.5)).toEqualTypeOf<Tensor<[2, 2], 'float32'>>();
    expectTypeOf(tensor([1, 2], 'int32').lerp(3, 0.5)).toEqualTypeOf<Tensor<[2], 'float32'>>();
  });

  it('refuses bools, and names all shapes that do not fit', () => {
    expect(() => lerp(bool(true), bool(false), bool(true))).toThrow('expected numbers, got bool');
    expect(() => lerp(float64([1, 2]), float64([1]), float64([1, 2, 3]))).toThrow(
      'lerp: cannot broadcast [2] with [1] with [3]',
    );
  });
});
