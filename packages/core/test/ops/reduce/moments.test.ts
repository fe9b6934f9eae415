import { checkGradients } from '@adjoint/testing';
import { describe, expect, it } from 'vitest';
import { grad, type Tensor, tensor, variance } from '../../../src/index.js';

describe('var', () => {
  it('loses nothing to a large mean', () => {
    const x: Tensor = tensor([1e8 + 1, 1e8 + 2, 1e8 + 3, 1e8 + 4], 'float64');
    expect(x.var().item()).toBeCloseTo(5 / 3, 12);
    expect(x.var(undefined, false, 0).item()).toBeCloseTo(5 / 4, 12);
    expect(tensor([10_000, 10_001, 10_002]).var().item()).toBeCloseTo(1, 5);
  });

  it('is 0 for one element of a population, with gradient 0', () => {
    expect(
      tensor([[5], [6]])
        .var(1, false, 0)
        .toArray(),
    ).toEqual([0, 0]);
    expect(grad((x: Tensor) => x.var(0, false, 0))(tensor([5])).toArray()).toEqual([0]);
  });

  it('is a function under the name variance', () => {
    expect(variance(tensor([1, 2, 3])).item()).toBe(1);
  });
});

describe('std', () => {
  it('has gradient 0 where it is 0, and second derivatives too', () => {
    const x: Tensor = tensor(
      [
        [3, 3, 3],
        [1, 2, 4],
      ],
      'float64',
    );
    const gradient = grad((y: Tensor) => y.std(1).sum());
    expect((gradient(x) as Tensor).slice(0).toArray()).toEqual([0, 0, 0]);
    const second = grad((y: Tensor) =>
      gradient(y)
        .mul(tensor([1, 2, 3]))
        .sum(),
    )(x) as Tensor;
    expect(second.slice(0).toArray()).toEqual([0, 0, 0]);
    expect(second.isFinite().all().item()).toBe(true);
    checkGradients((row: Tensor) => row.std(), [x.slice(1)], { order: 2 });
  });

  it('passes NaN and infinities on as NaN', () => {
    expect(tensor([1, Number.NaN]).std().item()).toBeNaN();
    expect(tensor([1, Number.POSITIVE_INFINITY]).std().item()).toBeNaN();
  });
});

describe('mean', () => {
  it('does not overflow in integers', () => {
    expect(
      tensor([2 ** 31 - 1, 2 ** 31 - 1], 'int32')
        .mean()
        .item(),
    ).toBe(2 ** 31);
  });
});
