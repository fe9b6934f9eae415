import { type AnyTensor, tensor } from '@adjoint/core';
import {
  awayFromKinks,
  broadcastableTensors,
  distinct,
  indices,
  numbers,
  shapes,
  tensors,
  wellConditioned,
  wellConditionedMatrices,
} from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinedShape } from '../../src/arbitraries/shapes.js';
import { minimal, sampled } from './sampled.js';

const elements = (drawn: AnyTensor): number[] => Array.from(drawn.dataSync());

describe('numbers', () => {
  it('stay within their range, exact in float32', () => {
    for (const value of sampled(numbers([-0.7, 3.2]))) {
      expect(value).toBeGreaterThanOrEqual(-0.7);
      expect(value).toBeLessThanOrEqual(3.2);
      expect(Math.fround(value)).toBe(value);
      expect(Object.is(value, -0)).toBe(false);
    }
  });

  it('shrink towards integers near 0', () => {
    expect(minimal(numbers([-10, 10]), () => true)).toBe(0);
    expect(minimal(numbers([-10, 10]), (value) => value > 2.3)).toBe(3);
    expect(minimal(numbers([-10, 10]), (value) => value < -2.3)).toBe(-3);
  });

  it('refuse an empty range', () => {
    expect(() => numbers([1, 0])).toThrow(/the range 1 to 0 holds no multiple/);
  });
});

describe('awayFromKinks', () => {
  it('keep their distance on both sides', () => {
    const drawn = sampled(awayFromKinks([-1, 0, 1], 0.25, [-3, 3]));
    for (const value of drawn) {
      for (const kink of [-1, 0, 1]) expect(Math.abs(value - kink)).toBeGreaterThanOrEqual(0.25);
      expect(Math.abs(value)).toBeLessThanOrEqual(3);
    }
    for (const [low, high] of [
      [-3, -1],
      [-1, 0],
      [0, 1],
      [1, 3],
    ] as const) {
      expect(drawn.some((value) => value > low && value < high)).toBe(true);
    }
  });

  it('take overlapping kinks and kinks out of range', () => {
    for (const value of sampled(awayFromKinks([0, 0.1, 50], 0.5))) {
      expect(value <= -0.5 || value >= 0.6).toBe(true);
    }
  });

  it('refuse what leaves nothing', () => {
    expect(() => awayFromKinks([0], 3, [-2, 2])).toThrow(/no number from -2 to 2 is 3 away from 0/);
  });
});

describe('tensors', () => {
  it('have the dtype and shape asked for', () => {
    for (const dtype of ['float32', 'float64', 'int32', 'uint8', 'bool'] as const) {
      for (const drawn of sampled(tensors({ dtype, shape: [2, 3] }), 20)) {
        expect(drawn.dtype).toBe(dtype);
        expect(drawn.shape).toEqual([2, 3]);
      }
    }
    expect(sampled(tensors(), 1)[0]?.dtype).toBe('float64');
  });

  it('take their elements from a range or an arbitrary', () => {
    for (const drawn of sampled(tensors({ range: [1, 2] }), 50)) {
      for (const value of elements(drawn)) expect(value >= 1 && value <= 2).toBe(true);
    }
    for (const drawn of sampled(tensors({ values: fc.constantFrom(5, 7) }), 50)) {
      for (const value of elements(drawn)) expect([5, 7]).toContain(value);
    }
  });

  it('shrink towards small shapes and round elements', () => {
    const large = minimal(tensors({ shape: shapes({ minRank: 1 }) }), (drawn) => (elements(drawn)[0] as number) > 0.5);
    expect(large.toArray()).toEqual([1]);
  });

  it('print as the code that makes them', () => {
    const show = (arbitrary: fc.Arbitrary<AnyTensor>): string => fc.stringify(minimal(arbitrary, () => true));
    expect(show(tensors({ shape: [2, 2] }))).toBe("tensor([[0, 0], [0, 0]], 'float64')");
    expect(show(tensors({ shape: [], dtype: 'int32' }))).toBe("tensor(0, 'int32')");
    expect(show(tensors({ shape: [2], dtype: 'bool' }))).toBe("tensor([false, false], 'bool')");
    expect(show(tensors({ shape: [0, 3] }))).toBe("zeros([0, 3], 'float64')");
    expect(show(indices({ size: 3, shape: [1] }))).toBe("tensor([0], 'int32')");
  });

  it('broadcast together where that is asked for', () => {
    for (const drawn of sampled(broadcastableTensors(2, { range: [1, 3], maxRank: 2 }), 50)) {
      expect(drawn).toHaveLength(2);
      expect(joinedShape(drawn.map(({ shape }) => shape)).length).toBeLessThanOrEqual(2);
      for (const value of drawn.flatMap(elements)) expect(value >= 1 && value <= 3).toBe(true);
    }
  });
});

describe('distinct', () => {
  it('has no ties, and nothing at 0', () => {
    for (const drawn of sampled(distinct({ gap: 0.5 }), 100)) {
      const sorted = elements(drawn).sort((a, b) => a - b);
      sorted.forEach((value, index) => {
        expect(Math.abs(value)).toBeGreaterThanOrEqual(0.25);
        if (index > 0) expect(value - (sorted[index - 1] as number)).toBeGreaterThanOrEqual(0.5);
      });
    }
  });

  it('comes in any order', () => {
    const firsts = sampled(distinct({ shape: [3] })).map((drawn) => {
      const values = elements(drawn);
      return values.indexOf(Math.max(...values));
    });
    expect(new Set(firsts).size).toBe(3);
  });

  it('shrinks towards sorted elements', () => {
    expect(minimal(distinct({ shape: [3] }), () => true).toArray()).toEqual([-0.125, 0.125, 0.375]);
  });
});

describe('wellConditioned', () => {
  it('keeps magnitudes between margin and limit, of both signs unless positive', () => {
    const drawn = sampled(wellConditioned({ margin: 0.5, limit: 3 })).flatMap(elements);
    for (const value of drawn) expect(Math.abs(value) >= 0.5 && Math.abs(value) <= 3).toBe(true);
    expect(drawn.some((value) => value < 0)).toBe(true);
    expect(
      sampled(wellConditioned({ positive: true }))
        .flatMap(elements)
        .every((value) => value > 0),
    ).toBe(true);
  });
});

describe('wellConditionedMatrices', () => {
  /** The largest and smallest |Ax| / |x| over many directions, which the singular values bound. */
  function stretch(matrix: AnyTensor): [number, number] {
    const [rows = 0, columns = 0] = matrix.shape;
    const data = elements(matrix);
    let smallest = Number.POSITIVE_INFINITY;
    let largest = 0;
    for (let trial = 0; trial < 200; trial++) {
      const x = Array.from({ length: columns }, (_, index) => Math.sin(1 + trial * (index + 1.3)));
      const y = Array.from({ length: rows }, (_, row) =>
        x.reduce((sum, each, column) => sum + each * (data[row * columns + column] as number), 0),
      );
      const ratio = Math.hypot(...y) / Math.hypot(...x);
      smallest = Math.min(smallest, ratio);
      largest = Math.max(largest, ratio);
    }
    return [smallest, largest];
  }

  it('bounds how much directions are stretched', () => {
    for (const matrix of sampled(wellConditionedMatrices({ rows: 4, columns: 3, condition: 7 }), 40)) {
      const [smallest, largest] = stretch(matrix);
      expect(matrix.shape).toEqual([4, 3]);
      expect(smallest).toBeGreaterThanOrEqual(0.5);
      expect(largest).toBeLessThanOrEqual(3.5);
    }
  });

  it('draws symmetric positive definite ones', () => {
    for (const matrix of sampled(wellConditionedMatrices({ rows: 3, positiveDefinite: true }), 40)) {
      const rows = matrix.toArray() as number[][];
      for (const [row, values] of rows.entries()) {
        for (const [column, value] of values.entries()) expect(rows[column]?.[row]).toBe(value);
      }
      for (let trial = 0; trial < 50; trial++) {
        const x = [Math.sin(trial), Math.cos(3 * trial), Math.sin(2 * trial + 1)];
        const form = rows.reduce(
          (sum, values, row) => sum + values.reduce((inner, each, column) => inner + each * x[row]! * x[column]!, 0),
          0,
        );
        expect(form).toBeGreaterThan(0);
      }
    }
  });

  it('shrinks towards the identity', () => {
    expect(minimal(wellConditionedMatrices({ rows: 2 }), () => true).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('refuses what it cannot draw', () => {
    expect(() => wellConditionedMatrices({ rows: 2, condition: 2 })).toThrow(/condition is at least 3/);
    expect(() => wellConditionedMatrices({ rows: 2, columns: 3, positiveDefinite: true })).toThrow(/are square/);
  });
});

describe('indices', () => {
  it('are legal, and repeat', () => {
    const drawn = sampled(indices({ size: 3, shape: [4] }), 50);
    for (const each of drawn) {
      expect(each.dtype).toBe('int32');
      for (const index of elements(each)) expect([0, 1, 2]).toContain(index);
    }
    expect(drawn.some((each) => new Set(elements(each)).size < 3)).toBe(true);
    const x = tensor([10, 20, 30]);
    for (const each of drawn) expect(elements(x.take(each, 0))).toEqual(elements(each).map((index) => 10 * index + 10));
  });

  it('refuse to index nothing', () => {
    expect(() => indices({ size: 0 })).toThrow(/no index into 0 things/);
  });
});
