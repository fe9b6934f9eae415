import { describe, expect, it } from 'vitest';
import { boundSystems } from '../../src/bounds/bounds.js';
import { flopsPerTurn, multiplyAddKernel } from '../../src/bounds/multiply-add-kernel.js';
import { inParallel } from '../../src/bounds/parallel.js';
import { transcendentals } from '../../src/bounds/transcendentals.js';
import type { Problem } from '../../src/problems.js';
import { UnsupportedError } from '../../src/protocol.js';
import { isMissing } from '../../src/systems/system.js';

const gemm: Problem = { kind: 'gemm', size: 8, dtype: 'float32', sets: 2 };
const elementwise: Problem = { kind: 'elementwise', elements: 100, sets: 2 };

describe('multiplyAddKernel', () => {
  it.each([
    ['float32', 96],
    ['float64', 48],
  ] as const)('adds up a product in each of twelve sums of %s', async (dtype, flops) => {
    const run = await multiplyAddKernel(dtype);
    expect(run(8)).toBe(12 * 8 * 0.125);
    expect(flopsPerTurn[dtype]).toBe(flops);
  });
});

describe('the bounds', () => {
  it.each([
    ['multiply-add', gemm, elementwise],
    ['memory', elementwise, gemm],
  ] as const)('%s computes what it bounds, and nothing else', async (name, fitting, other) => {
    const module = new URL(`../../src/bounds/${name}.ts`, import.meta.url);
    const run = await inParallel(module, fitting, 1);
    for (let turn = 0; turn < 3; turn++) run(turn);
    await expect(inParallel(module, other, 1)).rejects.toThrow(UnsupportedError);
  });

  it('transcendentals computes what it bounds, and nothing else', async () => {
    const run = await transcendentals(elementwise, 1);
    run(0);
    (await transcendentals({ kind: 'softmax-ce', rows: 2, classes: 9, sets: 1 }, 1))(0);
    await expect(transcendentals(gemm, 1)).rejects.toThrow(UnsupportedError);
  });

  it('have bare products where there is a library for them', () => {
    const products = (library: string | undefined) =>
      boundSystems(library).find(({ name }) => name === 'bound-products');
    const there = products('libblas.so');
    expect(there && !isMissing(there) && there.args).toContain('libblas.so');
    expect(products(undefined)).toEqual({ name: 'bound-products', reason: 'there is no BLAS library' });
  });
});
