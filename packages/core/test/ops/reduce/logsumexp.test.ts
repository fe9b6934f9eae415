import { describe, expect, it } from 'vitest';
import { grad, type Tensor, tensor } from '../../../src/index.js';

const infinity = Number.POSITIVE_INFINITY;

describe('logsumexp', () => {
  const softmax = grad((x: Tensor) => x.logsumexp());

  it.each([
    [[1e4, 1e4, -1e4], 1e4 + Math.LN2],
    [[-1e4, -1e4], -1e4 + Math.LN2],
    [[1e308, 0], 1e308],
    [[-infinity, 1], 1],
    [[-infinity, -infinity], -infinity],
    [[infinity, 1], infinity],
    [[infinity, -infinity], infinity],
    [[infinity, infinity], infinity],
    [[Number.NaN, 1], Number.NaN],
    [[Number.NaN, infinity], Number.NaN],
  ])('of %j is %d', (values, expected) => {
    const actual = tensor(values, 'float64').logsumexp().item();
    if (Number.isFinite(expected)) expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-15 * Math.abs(expected));
    else expect(actual).toBe(expected);
  });

  it('has the softmax as its gradient, also far from 0', () => {
    expect(softmax(tensor([1e4, 1e4, -1e4])).toArray()).toEqual([0.5, 0.5, 0]);
    expect(softmax(tensor([-1e4, -1e4 - 1], 'float64')).dataSync()[1]).toBeCloseTo(1 / (1 + Math.E), 12);
    expect(softmax(tensor([-infinity, 3, 3])).toArray()).toEqual([0, 0.5, 0.5]);
  });

  it('has gradient 0 where all are −∞, and a gradient only there', () => {
    expect(softmax(tensor([-infinity, -infinity])).toArray()).toEqual([0, 0]);
    const rows: Tensor = tensor([
      [-infinity, -infinity],
      [0, 0],
    ]);
    expect(grad((x: Tensor) => x.logsumexp(1).slice(1))(rows).toArray()).toEqual([
      [0, 0],
      [0.5, 0.5],
    ]);
    const second = grad((x: Tensor) => softmax(x).slice(0))(tensor([-infinity, -infinity]));
    expect(second.toArray()).toEqual([0, 0]);
  });
});
