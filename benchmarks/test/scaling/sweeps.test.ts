import { describe, expect, it } from 'vitest';
import { benchmarkAt, sweeps } from '../../src/scaling/sweeps.js';

describe('sweeps', () => {
  it.each([
    ['nodes', 100, 100_000],
    ['batch', 1, 4096],
    ['width', 16, 2048],
  ])('%s go from %d to %d', (name, first, last) => {
    const sizes = sweeps.find((sweep) => sweep.name === name)?.sizes ?? [];
    expect([sizes[0], sizes.at(-1)]).toEqual([first, last]);
    expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
  });

  it('make a workload of each point', () => {
    for (const sweep of sweeps) {
      const names = sweep.sizes.map((size) => benchmarkAt(sweep, size).name);
      expect(new Set(names).size).toBe(sweep.sizes.length);
    }
  });

  it('count three nodes for an op of the chain', () => {
    const [nodes] = sweeps;
    expect(nodes?.problem(12_000)).toEqual({ kind: 'scalar', ops: 4000, sets: 4 });
  });
});
