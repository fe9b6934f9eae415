import {
  createWasmBackend,
  currentBackend,
  evaluate,
  fromArray,
  info,
  randomNormal,
  useBackend,
  Variable,
} from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';
import { describe, expect, it, onTestFinished } from 'vitest';

describe('info', () => {
  it('tells what is in use, as plain data', () => {
    const inner = currentBackend();
    onTestFinished(() => useBackend(inner));
    useBackend(createWasmBackend({ relaxed: false }));
    const before = info();
    expect(before).toMatchObject({ name: 'wasm', simd: true, relaxed: false, blas: null, kernels: 0 });
    expect(before.threads).toBeGreaterThanOrEqual(1);
    expect(before.plans).toEqual({ count: 0, hits: 0, misses: 0 });
    expect(before.memory).toMatchObject({ variables: 0, results: 0, sources: 0, arena: 0, plans: 0 });
    expect(before.memory.linear % 65_536).toBe(0);
    expect(JSON.parse(JSON.stringify(before))).toEqual(before);
  });

  it('counts memory, plans and kernels', () => {
    const inner = currentBackend();
    onTestFinished(() => useBackend(inner));
    useBackend(createWasmBackend());
    const w = new Variable(randomNormal([100, 100]));
    evaluate([w]);
    expect(info().memory.variables).toBeGreaterThanOrEqual(40_000);
    expect(info().memory.variables).toBeLessThan(41_000);
    expect(info().memory.sources).toBe(0);

    const table = fromArray(new Float32Array(5000), [50, 100]);
    for (let run = 0; run < 6; run++) table.matmul(w).sum().item();
    const { memory, plans, kernels } = info();
    // Seen once before there was a plan; the run that made it counts as a miss, too.
    expect(plans).toEqual({ count: 1, hits: 4, misses: 3 });
    expect(kernels).toBeGreaterThan(0);
    expect(memory.sources).toBeGreaterThanOrEqual(20_000);
    expect(memory.sources).toBeLessThan(21_000);
    expect(memory.arena).toBeGreaterThanOrEqual(20_000);
    expect(memory.plans).toBeGreaterThan(0);
    expect(memory.results).toBe(0);

    const large = evaluate(w.mul(2));
    const { results } = info().memory;
    expect(results === 0 || results >= large.shape[0] * large.shape[1] * 4).toBe(true);
    const { linear, variables, sources, arena } = info().memory;
    expect(linear).toBeGreaterThanOrEqual(variables + sources + arena + memory.plans);
  });

  it('is sensible where there is little to tell', () => {
    const inner = currentBackend();
    onTestFinished(() => useBackend(inner));
    useBackend(referenceBackend);
    expect(info()).toMatchObject({
      name: 'reference',
      simd: false,
      relaxed: false,
      threads: 1,
      readyThreads: 1,
      blas: null,
      kernels: 0,
    });
  });
});
