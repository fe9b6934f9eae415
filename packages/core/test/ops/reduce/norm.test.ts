import { checkGradients } from '@adjoint/testing';
import { describe, expect, it } from 'vitest';
import { grad, type Tensor, tensor } from '../../../src/index.js';

const infinity = Number.POSITIVE_INFINITY;
const orders = [0.5, 1, 1.5, 2, 3, infinity];

describe('norm', () => {
  it.each(orders)('of order %d is 0 at the zero vector, with gradient 0', (order) => {
    const zero: Tensor = tensor([0, 0, 0], 'float64');
    expect(zero.norm(order).item()).toBe(0);
    expect(grad((x: Tensor) => x.norm(order))(zero).toArray()).toEqual([0, 0, 0]);
  });

  it.each(orders)('of order %d neither over- nor underflows', (order) => {
    for (const size of [1e-30, 1e30, 1e38]) {
      const actual = tensor([size, 0]).norm(order).item();
      expect(Math.abs(actual / size - 1)).toBeLessThan(1e-6);
      const gradient = grad((x: Tensor) => x.norm(order))(tensor([size, 0])).dataSync();
      expect(gradient[0]).toBeCloseTo(1, 5);
      expect(gradient[1]).toBe(0);
    }
  });

  it('passes infinities and NaN on', () => {
    expect(tensor([infinity, 1]).norm().item()).toBe(infinity);
    expect(tensor([-infinity, 1]).norm(3).item()).toBe(infinity);
    expect(tensor([Number.NaN, 1]).norm().item()).toBeNaN();
  });

  it('of order 2 is smooth where some elements are 0', () => {
    checkGradients((x: Tensor) => x.norm(), [tensor([0, 3, 0, -4], 'float64')], { order: 2 });
  });

  it('of order Infinity shares the gradient among elements of equal magnitude', () => {
    expect(grad((x: Tensor) => x.norm(infinity))(tensor([2, -2, 1])).toArray()).toEqual([0.5, -0.5, 0]);
  });

  it('needs an order above 0', () => {
    for (const order of [0, -1, Number.NaN]) {
      expect(() => tensor([1]).norm(order)).toThrow(
        `norm: there is no norm of order ${order}; use a number above 0, or Infinity`,
      );
    }
  });
});
