import { axesOf, axisOf, permutations } from '@adjoint/testing';
import { describe, expect, it } from 'vitest';
import { minimal, sampled } from './sampled.js';

describe('axisOf', () => {
  it('counts from both ends', () => {
    const drawn = new Set(sampled(axisOf([2, 3, 4])));
    expect([...drawn].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2]);
  });

  it('shrinks towards the first axis', () => {
    expect(minimal(axisOf([2, 3]), () => true)).toBe(0);
  });

  it('refuses a scalar', () => {
    expect(() => axisOf([])).toThrow(/a scalar has no axes/);
  });
});

describe('axesOf', () => {
  it('draws what reductions take', () => {
    const drawn = sampled(axesOf([2, 3, 4]), 500);
    expect(drawn).toContain(undefined);
    expect(drawn).toContain(-1);
    const lists = drawn.filter((axes) => Array.isArray(axes));
    for (const axes of lists) {
      const normalised = axes.map((axis) => (axis + 3) % 3);
      expect(new Set(normalised).size).toBe(axes.length);
    }
    expect(lists.some((axes) => axes.length === 0)).toBe(true);
    expect(lists.some((axes) => axes.length === 3)).toBe(true);
    expect(lists.some((axes) => (axes[0] as number) > (axes[1] as number))).toBe(true);
  });

  it('draws what fits a scalar', () => {
    for (const axes of sampled(axesOf([]))) expect(axes ?? []).toEqual([]);
  });
});

describe('permutations', () => {
  it('are all drawn', () => {
    const drawn = sampled(permutations(3));
    for (const order of drawn) expect([...order].sort()).toEqual([0, 1, 2]);
    expect(new Set(drawn.map(String)).size).toBe(6);
    expect(sampled(permutations(0), 1)).toEqual([[]]);
  });

  it('shrink towards the identity', () => {
    expect(minimal(permutations(4), () => true)).toEqual([0, 1, 2, 3]);
    expect(minimal(permutations(4), (order) => order[0] !== 0)).toEqual([1, 0, 2, 3]);
  });
});
