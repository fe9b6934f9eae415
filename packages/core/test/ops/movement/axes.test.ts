import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeOf, tensor } from '../../../src/index.js';
import { axisOf, numbered, shapes } from '../by-index.js';

describe('flatten', () => {
  it('merges a range of axes', () => {
    const ranges = shapes({ minRank: 1 }).chain((shape) =>
      fc.tuple(fc.constant(shape), fc.tuple(axisOf(shape.length), axisOf(shape.length))),
    );
    fc.assert(
      fc.property(ranges, ([shape, [start, end]]) => {
        const first = (start + shape.length) % shape.length;
        const last = (end + shape.length) % shape.length;
        const x = numbered(shape);
        if (first > last) {
          expect(() => x.flatten(start, end)).toThrow(`from axis ${start} to axis ${end}`);
          return;
        }
        const flat = x.flatten(start, end);
        expect(flat.shape).toEqual([
          ...shape.slice(0, first),
          sizeOf(shape.slice(first, last + 1)),
          ...shape.slice(last + 1),
        ]);
        expect(flat.dataSync()).toEqual(x.dataSync());
      }),
    );
  });

  it('makes a vector of everything by default, also of a scalar', () => {
    expect(numbered([2, 0, 3]).flatten().shape).toEqual([0]);
    expect(tensor(7).flatten().toArray()).toEqual([7]);
  });
});

describe('squeeze', () => {
  it('drops one axis of size 1, or all of them', () => {
    const x = numbered([1, 3, 1, 2]);
    expect(x.squeeze().shape).toEqual([3, 2]);
    expect(x.squeeze(0).shape).toEqual([3, 1, 2]);
    expect(x.squeeze(-2).shape).toEqual([1, 3, 2]);
    expect(x.squeeze(-2).dataSync()).toEqual(x.dataSync());
    expect(numbered([1, 1]).squeeze().shape).toEqual([]);
    expect(numbered([1, 0, 1]).squeeze().shape).toEqual([0]);
  });

  it('refuses other sizes and axes that do not exist', () => {
    expect(() => numbered([2, 3]).squeeze(1)).toThrow('squeeze: axis 1 of [2, 3] has size 3, not 1');
    expect(() => numbered([2, 3]).squeeze(2)).toThrow('squeeze: there is no axis 2 in a tensor of 2 axes');
  });
});

describe('unsqueeze', () => {
  it('puts an axis of size 1 at a place of the result', () => {
    fc.assert(
      fc.property(
        shapes().chain((shape) => fc.tuple(fc.constant(shape), axisOf(shape.length + 1))),
        ([shape, axis]) => {
          const place = axis < 0 ? axis + shape.length + 1 : axis;
          const x = numbered(shape);
          const longer = x.unsqueeze(axis);
          expect(longer.shape).toEqual([...shape.slice(0, place), 1, ...shape.slice(place)]);
          expect(longer.dataSync()).toEqual(x.dataSync());
        },
      ),
    );
  });

  it('names the legal places', () => {
    expect(() => numbered([2, 3]).unsqueeze(3)).toThrow(
      'unsqueeze of [2, 3], counting the new axis: there is no axis 3 in a tensor of 3 axes; use an integer from -3 to 2',
    );
  });
});

describe('reshape', () => {
  it('keeps the row-major order and works out one size', () => {
    expect(numbered([2, 6]).reshape([3, -1]).toArray()).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10, 11, 12],
    ]);
    expect(numbered([0, 3]).reshape([3, -1]).shape).toEqual([3, 0]);
    expect(numbered([]).reshape([1, 1]).toArray()).toEqual([[1]]);
  });

  it('refuses another number of elements and an undetermined size', () => {
    expect(() => numbered([2, 3]).reshape([4, 2])).toThrow('reshape: cannot reshape [2, 3] (6 elements) to [4, 2]');
    expect(() => numbered([2, 3]).reshape([4, -1])).toThrow('reshape: cannot reshape [2, 3]');
    expect(() => numbered([6]).reshape([-1, -1])).toThrow('at most one size may be -1');
    expect(() => numbered([0]).reshape([0, -1])).toThrow('reshape: cannot reshape [0]');
  });
});

describe('expand', () => {
  it('repeats axes of size 1 and adds leading ones', () => {
    expect(
      tensor([[1], [2]])
        .expand([2, -1, 3])
        .toArray(),
    ).toEqual([
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
    ]);
    expect(numbered([1, 3]).expand([0, 3]).shape).toEqual([0, 3]);
  });

  it('names both shapes where they do not fit', () => {
    expect(() => numbered([2, 3]).expand([4, 3])).toThrow('expand: cannot expand [2, 3] to [4, 3]');
    expect(() => numbered([2, 3]).expand([3])).toThrow('expand: cannot expand [2, 3] to [3]');
  });
});
