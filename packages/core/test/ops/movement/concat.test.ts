import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyTensor, concat, grad, stack, type Tensor, tensor } from '../../../src/index.js';
import { axisOf, elementOf, expectElements, numbered, shapeAndAxis, shapes } from '../by-index.js';

describe('concat', () => {
  it('joins along an axis', () => {
    const cases = fc.tuple(shapeAndAxis(), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(cases, ([[shape, axis], sizes]) => {
        const along = axis < 0 ? axis + shape.length : axis;
        const parts = sizes.map((size, part) =>
          numbered(shape.map((each, other) => (other === along ? size : each))).add(1000 * part),
        );
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const joined = shape.map((each, other) => (other === along ? total : each));
        expectElements(concat(parts, axis), joined, (index) => {
          let at = index[along] as number;
          const part = sizes.findIndex((size) => {
            if (at < size) return true;
            at -= size;
            return false;
          });
          return elementOf(
            parts[part] as AnyTensor,
            index.map((each, other) => (other === along ? at : each)),
          );
        });
      }),
    );
  });

  it('promotes dtypes', () => {
    const joined = concat([tensor([true]), tensor([3], 'int32'), tensor([0.5])]);
    expect(joined.dtype).toBe('float32');
    expect(joined.toArray()).toEqual([1, 3, 0.5]);
    expect(concat([tensor([1], 'uint8'), tensor([true])]).dtype).toBe('uint8');
  });

  it('gives each input its part of the gradient, an input used twice the sum', () => {
    const weights = tensor([1, 2, 3, 4, 5]);
    const gradient = grad((x: Tensor) =>
      concat([x, tensor([0]), x])
        .mul(weights)
        .sum(),
    )(tensor([7, 8]));
    expect(gradient.toArray()).toEqual([5, 7]);
  });

  it('names all shapes and the axis', () => {
    const parts: Tensor[] = [numbered([2, 3]), numbered([2, 4]), numbered([1, 3])];
    expect(() => concat(parts)).toThrow('concat: cannot join [2, 3], [2, 4], [1, 3] along axis 0');
    expect(() => concat([numbered([2]), numbered([2, 1])])).toThrow('concat: cannot join [2], [2, 1] along axis 0');
    expect(() => concat([numbered([2]), numbered([2])], 1)).toThrow('concat of [2], [2]: there is no axis 1');
    expect(() => concat([numbered([])])).toThrow('a scalar has no axes');
    expect(() => concat([] as Tensor[])).toThrow('concat: there is nothing to join');
  });
});

describe('stack', () => {
  it('joins along a new axis', () => {
    const cases = shapes({ maxRank: 3 }).chain((shape) =>
      fc.tuple(fc.constant(shape), axisOf(shape.length + 1), fc.integer({ min: 1, max: 3 })),
    );
    fc.assert(
      fc.property(cases, ([shape, axis, count]) => {
        const place = axis < 0 ? axis + shape.length + 1 : axis;
        const parts = Array.from({ length: count }, (_, part) => numbered(shape).add(1000 * part));
        expectElements(stack(parts, axis), [...shape.slice(0, place), count, ...shape.slice(place)], (index) => {
          const inner = index.filter((_, each) => each !== place);
          return elementOf(parts[index[place] as number] as AnyTensor, inner);
        });
      }),
    );
  });

  it('promotes dtypes and refuses different shapes', () => {
    expect(stack([tensor(1, 'int32'), tensor(2.5)]).toArray()).toEqual([1, 2.5]);
    const parts: Tensor[] = [numbered([2, 3]), numbered([3, 2])];
    expect(() => stack(parts, 1)).toThrow('stack: cannot stack [2, 3], [3, 2] along axis 1; all shapes must be equal');
    expect(() => stack([numbered([2])], 2)).toThrow('stack of [2], counting the new axis: there is no axis 2');
    expect(() => stack([] as Tensor[])).toThrow('stack: there is nothing to join');
  });
});
