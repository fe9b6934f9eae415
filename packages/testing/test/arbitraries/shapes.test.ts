import { sizeOf } from '@adjoint/core';
import { broadcastablePairs, broadcastableShapes, shapes } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinedShape } from '../../src/arbitraries/shapes.js';
import { minimal, sampled } from './sampled.js';

describe('shapes', () => {
  it('stay within their constraints', () => {
    for (const shape of sampled(shapes({ minRank: 1, maxRank: 4, minSize: 2, maxSize: 5, maxElements: 40 }))) {
      expect(shape.length).toBeGreaterThanOrEqual(1);
      expect(shape.length).toBeLessThanOrEqual(4);
      expect(sizeOf(shape)).toBeLessThanOrEqual(40);
      for (const size of shape) {
        expect(size).toBeGreaterThanOrEqual(2);
        expect(size).toBeLessThanOrEqual(5);
      }
    }
  });

  it('hold scalars and ones, and zeros only on request', () => {
    const usual = sampled(shapes());
    expect(usual.some((shape) => shape.length === 0)).toBe(true);
    expect(usual.some((shape) => shape.includes(1))).toBe(true);
    expect(usual.some((shape) => shape.includes(0))).toBe(false);
    expect(sampled(shapes({ minSize: 0 })).some((shape) => shape.includes(0))).toBe(true);
  });

  it('shrink towards few and short axes', () => {
    expect(minimal(shapes(), () => true)).toEqual([]);
    expect(minimal(shapes(), (shape) => shape.length >= 2)).toEqual([1, 1]);
    expect(minimal(shapes(), (shape) => sizeOf(shape) > 4 && shape.length > 1).toSorted()).toEqual([2, 3]);
  });

  it('refuse constraints that leave nothing', () => {
    expect(() => shapes({ minRank: 3, maxRank: 2 })).toThrow(/no shape has 3 to 2 axes/);
    expect(() => shapes({ minSize: 5 })).toThrow(RangeError);
    expect(() => shapes({ minRank: 3, minSize: 4, maxElements: 10 })).toThrow(RangeError);
  });
});

describe('broadcastableShapes', () => {
  it('broadcast to the joined shape', () => {
    for (const { shapes: three, joined } of sampled(broadcastableShapes(3, { minSize: 0 }))) {
      expect(three).toHaveLength(3);
      const rank = Math.max(...three.map((shape) => shape.length));
      expect(joined).toHaveLength(rank);
      for (const shape of three) {
        shape.forEach((size, axis) => {
          const whole = joined[axis + rank - shape.length];
          expect(size === whole || size === 1).toBe(true);
        });
      }
    }
  });

  it('broadcast in every way there is', () => {
    const pairs = sampled(broadcastablePairs(), 500);
    expect(pairs.some(({ shapes: [a, b] }) => a.length < b.length)).toBe(true);
    expect(pairs.some(({ shapes: [a, b] }) => a.length > b.length && b.length > 0)).toBe(true);
    expect(pairs.some(({ shapes: [a, b] }) => a[0] === 1 && (b[0] as number) > 1 && a.length === b.length)).toBe(true);
    // Both at once: [1, n] and [m, 1].
    expect(pairs.some(({ shapes: both, joined }) => both.every((shape) => sizeOf(shape) < sizeOf(joined)))).toBe(true);
  });

  it('shrink towards no broadcasting', () => {
    const { shapes: both } = minimal(broadcastablePairs(), ({ joined }) => sizeOf(joined) > 2);
    expect(both).toEqual([[3], [3]]);
  });
});

describe('joinedShape', () => {
  it('follows NumPy', () => {
    expect(joinedShape([[2, 1], [3], []])).toEqual([2, 3]);
    expect(
      joinedShape([
        [0, 1],
        [1, 4],
      ]),
    ).toEqual([0, 4]);
    expect(joinedShape([])).toEqual([]);
  });

  it('refuses shapes that do not fit', () => {
    expect(() => joinedShape([[2], [3]])).toThrow('the shapes [2], [3] do not broadcast together');
  });

  it('is associative', () => {
    fc.assert(
      fc.property(broadcastableShapes(3), ({ shapes: [a = [], b = [], c = []], joined }) => {
        expect(joinedShape([joinedShape([a, b]), c])).toEqual(joined);
      }),
      { seed: 1 },
    );
  });
});
