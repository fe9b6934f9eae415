import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, grad, stack, type Tensor } from '../../../src/index.js';
import { numbered, shapeAndAxis } from '../by-index.js';

describe('split', () => {
  it('is undone by concat', () => {
    const cases = shapeAndAxis().chain(([shape, axis]) =>
      fc.tuple(
        fc.constant(shape),
        fc.constant(axis),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
      ),
    );
    fc.assert(
      fc.property(cases, ([shape, axis, sizes]) => {
        const along = axis < 0 ? axis + shape.length : axis;
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const x = numbered(shape.map((size, each) => (each === along ? total : size)));
        const pieces = x.split(sizes, axis);
        expect(pieces.map((piece) => piece.shape[along])).toEqual(sizes);
        expect(concat(pieces, axis).shape).toEqual(x.shape);
        expect(concat(pieces, axis).dataSync()).toEqual(x.dataSync());
      }),
    );
  });

  it('makes equal pieces', () => {
    expect(
      numbered([6])
        .split(3)
        .map((piece) => piece.toArray()),
    ).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(numbered([2, 4]).split(2, -1)[1].toArray()).toEqual([
      [3, 4],
      [7, 8],
    ]);
    expect(
      numbered([0])
        .split(2)
        .map((piece) => piece.shape),
    ).toEqual([[0], [0]]);
  });

  it('gives the pieces their gradients, also those that are not used', () => {
    const gradient = grad((x: Tensor) => {
      const [a, , c] = x.split([1, 2, 1]) as [Tensor, Tensor, Tensor];
      return a.mul(2).sum().add(c.mul(3).sum());
    })(numbered([4]));
    expect(gradient.toArray()).toEqual([2, 0, 0, 3]);
  });

  it('refuses sizes that do not add up and axes that do not divide', () => {
    const x: Tensor = numbered([5, 3]);
    expect(() => x.split([2, 2])).toThrow('split: cannot split axis 0 of [5, 3] into [2, 2]');
    expect(() => x.split([6, -1])).toThrow('integers of at least 0 that add up to 5');
    expect(() => x.split(2)).toThrow('split: cannot split axis 0 of [5, 3] into 2 equal pieces; use a divisor of 5');
    expect(() => x.split(0)).toThrow('into 0 equal pieces');
    expect(() => x.split(1, 2)).toThrow('split: there is no axis 2');
  });
});

describe('chunk', () => {
  it('makes pieces of the size rounded up, perhaps fewer', () => {
    const sizes = (total: number, count: number): unknown[] =>
      numbered([total])
        .chunk(count)
        .map(({ shape }) => shape[0]);
    expect(sizes(7, 3)).toEqual([3, 3, 1]);
    expect(sizes(4, 3)).toEqual([2, 2]);
    expect(sizes(2, 5)).toEqual([1, 1]);
    expect(sizes(6, 2)).toEqual([3, 3]);
    expect(sizes(0, 3)).toEqual([0]);
    expect(
      numbered([2, 3])
        .chunk(2, -1)
        .map((piece) => piece.toArray()),
    ).toEqual([
      [
        [1, 2],
        [4, 5],
      ],
      [[3], [6]],
    ]);
  });

  it('refuses counts below 1', () => {
    expect(() => numbered([3]).chunk(0)).toThrow('chunk: cannot make 0 pieces; use an integer of at least 1');
    expect(() => numbered([3]).chunk(1, 1)).toThrow('chunk: there is no axis 1');
  });
});

describe('unbind', () => {
  it('is undone by stack', () => {
    fc.assert(
      fc.property(shapeAndAxis({ minSize: 1 }), ([shape, axis]) => {
        const x = numbered(shape);
        const slices = x.unbind(axis);
        expect(stack(slices, axis).shape).toEqual(shape);
        expect(stack(slices, axis).dataSync()).toEqual(x.dataSync());
      }),
    );
  });

  it('has nothing to give for an empty axis, and no scalar to take apart', () => {
    expect(numbered([0, 3]).unbind()).toEqual([]);
    expect(() => numbered([]).unbind()).toThrow('unbind: there is no axis 0 in a tensor of 0 axes');
  });
});
