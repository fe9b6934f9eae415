import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromArray, grad, type Tensor, tensor } from '../../../src/index.js';
import { elementOf, expectElements, numbered, shapeAndAxis } from '../by-index.js';

/** Short lists in which zeros are common. */
const lists = fc.array(fc.constantFrom(0, 0, 0.5, -1.5, 2, 0.75), { minLength: 1, maxLength: 9 });

describe('prod', () => {
  it('has the product of the others as its gradient, zeros or not', () => {
    fc.assert(
      fc.property(lists, (values) => {
        const gradient = grad((x: Tensor) => x.prod())(tensor(values, 'float64'));
        const expected = values.map((_, i) =>
          values.reduce((product, value, j) => (i === j ? product : product * value), 1),
        );
        gradient.dataSync().forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i] as number, 12);
        });
      }),
    );
  });

  it('is differentiated again through zeros', () => {
    fc.assert(
      fc.property(lists, (values) => {
        checkGradients((x: Tensor) => x.prod(), [tensor(values, 'float64')], { order: 2 });
      }),
      { numRuns: 20 },
    );
    checkGradients(
      (x: Tensor) => x.prod([0, 2]),
      [
        tensor(
          [
            [
              [0, 2],
              [3, 0],
            ],
            [
              [0, 1],
              [2, 2],
            ],
          ],
          'float64',
        ),
      ],
      { order: 2 },
    );
  });

  it('has derivatives of every order: ∂³(xyz)/∂x∂y∂z = 1', () => {
    const pick = (i: number) => (g: Tensor) => g.slice(i);
    const first = (x: Tensor): Tensor => pick(0)(grad((y: Tensor) => y.prod())(x));
    const second = (x: Tensor): Tensor => pick(1)(grad(first)(x));
    const third = grad(second)(tensor([0, 0, 0], 'float64'));
    expect(third.toArray()).toEqual([0, 0, 1]);
  });
});

describe('cumprod', () => {
  it('multiplies along an axis', () => {
    fc.assert(
      fc.property(shapeAndAxis(), ([shape, axis]) => {
        const x = numbered(shape, 'float64').div(16);
        const along = axis < 0 ? axis + shape.length : axis;
        const expected = (index: number[]): number => {
          let product = 1;
          for (let at = 0; at <= (index[along] as number); at++) {
            product *= elementOf(
              x,
              index.map((each, other) => (other === along ? at : each)),
            );
          }
          return product;
        };
        expectElements(x.cumprod(axis), shape, expected);
      }),
    );
  });

  it('is differentiated twice through zeros', () => {
    fc.assert(
      fc.property(lists, (values) => {
        checkGradients((x: Tensor) => x.cumprod(0), [tensor(values, 'float64')], { order: 2 });
      }),
      { numRuns: 20 },
    );
  });

  it('needs O(n) memory and a logarithmic number of nodes for its gradient', () => {
    const size = 100_000;
    const gradient = grad((x: Tensor) => x.cumprod(0).sum())(fromArray(new Float64Array(size).fill(0.5), [size]));
    const values = gradient.dataSync();
    expect(values[0]).toBeCloseTo(2, 12);
    expect(values[1]).toBeCloseTo(1, 12);
  });

  it('keeps infinities where they are', () => {
    const gradient = grad((x: Tensor) => x.cumprod(0).slice(0))(tensor([2, Number.POSITIVE_INFINITY, 3], 'float64'));
    expect((gradient as Tensor).slice(1).item()).toBe(0);
  });

  it('multiplies integers modulo 2³² and bools in int32', () => {
    expect(tensor([65_536, 65_537, 3], 'int32').cumprod(0).toArray()).toEqual([65_536, 65_536, 196_608]);
    expect(tensor([true, true, false]).cumprod(0).toArray()).toEqual([1, 1, 0]);
    expect(tensor([true, true, false]).cumprod(0).dtype).toBe('int32');
  });
});

describe('cumsum', () => {
  it('adds along an axis', () => {
    fc.assert(
      fc.property(shapeAndAxis(), ([shape, axis]) => {
        const x = numbered(shape);
        const along = axis < 0 ? axis + shape.length : axis;
        expectElements(x.cumsum(axis), shape, (index) => {
          let sum = 0;
          for (let at = 0; at <= (index[along] as number); at++) {
            sum += elementOf(
              x,
              index.map((each, other) => (other === along ? at : each)),
            );
          }
          return sum;
        });
      }),
    );
  });

  it('adds the cotangent up from the end', () => {
    const weights = tensor([1, 10, 100]);
    expect(grad((x: Tensor) => x.cumsum(0).mul(weights).sum())(tensor([4, 5, 6])).toArray()).toEqual([111, 110, 100]);
  });

  it('adds small integers and bools in int32, which wraps around', () => {
    expect(tensor([200, 100], 'uint8').cumsum(0).toArray()).toEqual([200, 300]);
    expect(tensor([true, true]).cumsum(0).toArray()).toEqual([1, 2]);
    expect(
      tensor([2 ** 31 - 1, 1], 'int32')
        .cumsum(0)
        .toArray(),
    ).toEqual([2 ** 31 - 1, -(2 ** 31)]);
  });

  it('needs an axis that exists', () => {
    expect(() => numbered([2]).cumsum(1)).toThrow('cumsum: there is no axis 1 in a tensor of 1 axes');
    expect(() => numbered([]).cumprod(0)).toThrow(
      'cumprod: there is no axis 0 in a tensor of 0 axes; a scalar has no axes',
    );
  });
});
