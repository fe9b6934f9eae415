import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromArray, grad, type Tensor, tensor } from '../../../src/index.js';
import { elementOf, indicesOf, numbered, shapeAndAxis } from '../by-index.js';

describe('max and min', () => {
  it('share the gradient equally among ties', () => {
    const x: Tensor = tensor([
      [1, 3, 3],
      [2, 2, 2],
    ]);
    expect(grad((y: Tensor) => y.max(1).sum())(x).toArray()).toEqual([
      [0, 0.5, 0.5],
      [expect.closeTo(1 / 3), expect.closeTo(1 / 3), expect.closeTo(1 / 3)],
    ]);
    expect(grad((y: Tensor) => y.min())(x).toArray()).toEqual([
      [1, 0, 0],
      [0, 0, 0],
    ]);
    expect(
      grad((y: Tensor) => y.max([0, 1]))(
        tensor([Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY]).unsqueeze(0),
      ).toArray(),
    ).toEqual([[0.5, 0, 0.5]]);
  });

  it('propagate NaN, and give it the gradient', () => {
    const x: Tensor = tensor([1, Number.NaN, 3]);
    expect(x.max().item()).toBeNaN();
    expect(x.min().item()).toBeNaN();
    expect(grad((y: Tensor) => y.max())(x).toArray()).toEqual([0, 1, 0]);
  });

  it('take a scalar for its own maximum', () => {
    checkGradients((x: Tensor) => x.max().mul(x.min()), [tensor(0.7, 'float64')], { order: 2 });
  });

  it('send bools elsewhere', () => {
    expect(() => tensor([true]).max()).toThrow('max: expected numbers, got bool; use any, or cast first');
    expect(() => tensor([true]).min()).toThrow('min: expected numbers, got bool; use all, or cast first');
  });
});

describe('argmax and argmin', () => {
  it('find the first extreme element along an axis', () => {
    const cases = shapeAndAxis({ minSize: 1 }).chain(([shape, axis]) => {
      const size = shape.reduce((product, each) => product * each, 1);
      const element = fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: -2, max: 2 }) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      );
      return fc.tuple(fc.constant(shape), fc.constant(axis), fc.array(element, { minLength: size, maxLength: size }));
    });
    fc.assert(
      fc.property(cases, ([shape, axis, data]) => {
        const x: Tensor = fromArray(Float32Array.from(data), shape);
        const along = axis < 0 ? axis + shape.length : axis;
        const largest = x.argmax(axis, true);
        const smallest = x.argmin(axis, true);
        expect(largest.shape).toEqual(shape.map((size, each) => (each === along ? 1 : size)));
        expect(x.argmax(axis).shape).toEqual(shape.filter((_, each) => each !== along));
        expect(largest.dtype).toBe('int32');
        for (const index of indicesOf(largest.shape)) {
          const line = Array.from({ length: shape[along] as number }, (_, at) =>
            elementOf(
              x,
              index.map((each, other) => (other === along ? at : each)),
            ),
          );
          const nan = line.findIndex(Number.isNaN);
          expect(elementOf(largest, index)).toBe(nan >= 0 ? nan : line.indexOf(Math.max(...line)));
          expect(elementOf(smallest, index)).toBe(nan >= 0 ? nan : line.indexOf(Math.min(...line)));
        }
      }),
    );
  });

  it('count in row-major order without an axis', () => {
    const x: Tensor = tensor([
      [4, 1, 2],
      [7, 7, 1],
    ]);
    expect(x.argmax().item()).toBe(3);
    expect(x.argmin().item()).toBe(1);
    expect(x.argmax(undefined, true).toArray()).toEqual([[3]]);
    expect(tensor(5).argmin().item()).toBe(0);
    expect(tensor([false, true, true]).argmax().item()).toBe(1);
    expect(tensor([3, 9, 200], 'uint8').argmax().item()).toBe(2);
  });

  it('refuse to choose among nothing, and axes that do not exist', () => {
    expect(() => numbered([2, 0]).argmax(1)).toThrow('argmax: there is no element to choose along axes [1]');
    expect(() => numbered([2, 0]).argmin()).toThrow('argmin: there is no element to choose');
    expect(numbered([2, 0]).argmax(0).shape).toEqual([0]);
    expect(() => numbered([2]).argmax(1)).toThrow('argmax: there is no axis 1 in a tensor of 1 axes');
  });
});
