import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometricMean, median, paceFor, takesPart } from '../src/statistics.js';

describe('median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([3])).toBe(3);
    expect(median([9, 1, 2])).toBe(2);
    expect(median([10, 9, 1, 2])).toBe(5.5);
    expect(() => median([])).toThrow(RangeError);
  });

  it('leaves its argument as it is', () => {
    const numbers = [3, 1, 2];
    median(numbers);
    expect(numbers).toEqual([3, 1, 2]);
  });
});

describe('geometricMean', () => {
  it('is the root of the product', () => {
    expect(geometricMean([1, 4])).toBeCloseTo(2);
    expect(geometricMean([0.5, 2, 8])).toBeCloseTo(2);
    expect(() => geometricMean([])).toThrow(RangeError);
  });
});

describe('takesPart', () => {
  it('is true as often as was asked', () => {
    const cases = fc
      .integer({ min: 1, max: 40 })
      .chain((rounds) => fc.tuple(fc.constant(rounds), fc.integer({ min: 0, max: rounds })));
    fc.assert(
      fc.property(cases, ([rounds, count]) => {
        const parts = Array.from({ length: rounds }, (_, round) => takesPart(round, count, rounds));
        expect(parts.filter(Boolean)).toHaveLength(count);
      }),
    );
  });
});

describe('paceFor', () => {
  const limits = { rounds: 15, roundMs: 30, budgetMs: 3500 };

  it('repeats short runs until the clock can tell them', () => {
    expect(paceFor(0.01, limits)).toEqual({ runs: 3000, rounds: 15 });
    expect(paceFor(10, limits)).toEqual({ runs: 3, rounds: 15 });
  });

  it('gives slow systems fewer rounds, but three', () => {
    expect(paceFor(200, limits)).toEqual({ runs: 1, rounds: 8 });
    expect(paceFor(9000, limits)).toEqual({ runs: 1, rounds: 3 });
    expect(paceFor(9000, { ...limits, rounds: 2 }).rounds).toBe(2);
  });
});
