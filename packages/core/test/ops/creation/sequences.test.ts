import { arange, eye, fullLike, linspace, tensor } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('arange', () => {
  it('counts from 0, or from the start in steps', () => {
    expect(arange(4).toArray()).toEqual([0, 1, 2, 3]);
    expect(arange(2, 5).toArray()).toEqual([2, 3, 4]);
    expect(arange(5, 0, -2).toArray()).toEqual([5, 3, 1]);
    expect(arange(0, 1, 0.25).toArray()).toEqual([0, 0.25, 0.5, 0.75]);
    for (const empty of [arange(0), arange(-3), arange(3, 3), arange(3, 1), arange(1, 3, -1)])
      expect(empty.shape).toEqual([0]);
  });

  it('is int32 for whole numbers, float32 for fractions, or as asked for', () => {
    expect([arange(3).dtype, arange(1, 3).dtype, arange(3, 1, -1).dtype]).toEqual(['int32', 'int32', 'int32']);
    expect([arange(2.5).dtype, arange(0.5, 3).dtype, arange(0, 3, 0.5).dtype]).toEqual([
      'float32',
      'float32',
      'float32',
    ]);
    expect(arange(3, undefined, 1, 'float64').dtype).toBe('float64');
    expect(arange(0, 3, 1, 'uint8').toArray()).toEqual([0, 1, 2]);
  });

  it('stays before the stop', () => {
    const quarter = fc.integer({ min: -40, max: 40 }).map((each) => each / 4);
    fc.assert(
      fc.property(
        quarter,
        quarter,
        quarter.filter((step) => step !== 0),
        (start, stop, step) => {
          const expected: number[] = [];
          for (let x = start; step > 0 ? x < stop : x > stop; x += step) expected.push(x);
          expect(arange(start, stop, step, 'float64').toArray()).toEqual(expected);
        },
      ),
    );
  });

  it('refuses what never ends, and elements that the dtype cannot hold', () => {
    expect(() => arange(0, 5, 0)).toThrow('arange: arange(0, 5, 0) does not move; give a step other than 0');
    expect(() => arange(0, Number.POSITIVE_INFINITY)).toThrow('has no end; give finite numbers');
    expect(() => arange(0, 1, 0.5, 'int32')).toThrow('arange: element 0.5 of arange(0, 1, 0.5) is no int32');
    expect(() => arange(2 ** 31 - 1, 2 ** 31 + 1)).toThrow('arange: element 2147483648');
    expect(() => arange(254, 257, 1, 'uint8')).toThrow('arange: element 256');
  });
});

describe('linspace', () => {
  it('has exact ends and even steps', () => {
    const bound = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(bound, bound, fc.integer({ min: 2, max: 20 }), (start, stop, count) => {
        const x = linspace(start, stop, count, 'float64').dataSync();
        expect(x.length).toBe(count);
        expect([x[0], x[count - 1]]).toEqual([start, stop]);
        x.forEach((each, i) => {
          expect(each).toBeCloseTo(start + ((stop - start) * i) / (count - 1), 9);
        });
      }),
    );
    expect(linspace(-0, 0, 2).toArray()).toEqual([-0, 0]);
    expect(linspace(0, 1, 5).toArray()).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(linspace(0, 1, 5).dtype).toBe('float32');
  });

  it('of one number is the start, of none is empty', () => {
    expect(linspace(3, 7, 1).toArray()).toEqual([3]);
    expect(linspace(3, 7, 0).toArray()).toEqual([]);
  });

  it('refuses broken counts and bounds', () => {
    expect(() => linspace(0, 1, 2.5)).toThrow('linspace: the count must be a whole number of at least 0, got 2.5');
    expect(() => linspace(0, Number.NaN, 2)).toThrow(
      'linspace: the bounds and their difference must be finite, got 0 and NaN',
    );
  });
});

describe('eye', () => {
  it('has ones on the diagonal', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), (rows, columns) => {
        const matrix = eye(rows, columns);
        expect(matrix.shape).toEqual([rows, columns]);
        const expected = Array.from({ length: rows * columns }, (_, at) =>
          Number(Math.floor(at / columns) === at % columns),
        );
        expect([...matrix.dataSync()]).toEqual(expected);
      }),
    );
    expect(eye(2).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(eye(1, undefined, 'bool').toArray()).toEqual([[true]]);
  });

  it('refuses what is no size', () => {
    expect(() => eye(-1)).toThrow('eye: [-1, -1] is not a shape');
  });
});

describe('fullLike', () => {
  it('has the shape and the dtype of the other', () => {
    const like = fullLike(tensor([[1, 2]], 'int32'), 7);
    expect([like.dtype, like.toArray()]).toEqual(['int32', [[7, 7]]]);
  });
});
