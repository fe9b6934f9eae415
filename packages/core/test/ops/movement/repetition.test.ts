import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementOf, expectElements, numbered, shapeAndAxis, shapes } from '../by-index.js';

describe('tile', () => {
  it('repeats the whole tensor, axes paired from the last', () => {
    const cases = fc.tuple(shapes({ maxRank: 3, maxSize: 3 }), shapes({ maxRank: 4, maxSize: 3 }));
    fc.assert(
      fc.property(cases, ([shape, repeats]) => {
        const x = numbered(shape);
        const rank = Math.max(shape.length, repeats.length);
        const size = (axis: number): number => shape[axis - rank + shape.length] ?? 1;
        const times = (axis: number): number => repeats[axis - rank + repeats.length] ?? 1;
        expectElements(
          x.tile(repeats),
          Array.from({ length: rank }, (_, axis) => size(axis) * times(axis)),
          (index) => elementOf(x, index.map((at, axis) => at % size(axis)).slice(rank - shape.length)),
        );
      }),
    );
  });

  it('refuses repeats below 0', () => {
    expect(() => numbered([2]).tile([-1])).toThrow('tile: [-1]');
  });
});

describe('repeat', () => {
  it('repeats each element in place', () => {
    fc.assert(
      fc.property(shapeAndAxis(), fc.integer({ min: 0, max: 3 }), ([shape, axis], count) => {
        const x = numbered(shape);
        const along = axis < 0 ? axis + shape.length : axis;
        expectElements(
          x.repeat(count, axis),
          shape.map((size, each) => (each === along ? size * count : size)),
          (index) =>
            elementOf(
              x,
              index.map((at, each) => (each === along ? Math.floor(at / count) : at)),
            ),
        );
      }),
    );
  });

  it('refuses counts below 0 and axes that do not exist', () => {
    expect(() => numbered([2]).repeat(-1, 0)).toThrow('repeat: cannot repeat elements -1 times');
    expect(() => numbered([2]).repeat(1.5, 0)).toThrow('use an integer of at least 0');
    expect(() => numbered([2]).repeat(2, 1)).toThrow('repeat: there is no axis 1');
  });
});

describe('roll', () => {
  it('moves element i to (i + shift) mod n', () => {
    fc.assert(
      fc.property(shapeAndAxis(), fc.integer({ min: -9, max: 9 }), ([shape, axis], shift) => {
        const x = numbered(shape);
        const along = axis < 0 ? axis + shape.length : axis;
        const size = shape[along] as number;
        expectElements(x.roll(shift, axis), shape, (index) =>
          elementOf(
            x,
            index.map((at, each) => (each === along ? (((at - shift) % size) + size) % size : at)),
          ),
        );
      }),
    );
  });

  it('rolls the elements in row-major order without an axis', () => {
    expect(numbered([2, 3]).roll(1).toArray()).toEqual([
      [6, 1, 2],
      [3, 4, 5],
    ]);
    expect(numbered([0, 2]).roll(1).shape).toEqual([0, 2]);
    expect(numbered([]).roll(3).item()).toBe(1);
  });

  it('refuses fractions', () => {
    expect(() => numbered([2]).roll(0.5)).toThrow('roll: cannot shift by 0.5 places; use an integer');
    expect(() => numbered([2]).roll(1, 1)).toThrow('roll: there is no axis 1');
  });
});
