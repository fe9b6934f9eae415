import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as core from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { matrix } from './table/index.js';

/** Exports of src/ops that make tensors out of no tensor, or out of its shape alone: there is nothing to differentiate. */
const withoutInputs = new Set([
  'arange',
  'eye',
  'fromArray',
  'full',
  'fullLike',
  'linspace',
  'ones',
  'onesLike',
  'randomBernoulli',
  'randomNormal',
  'randomPermutation',
  'randomUniform',
  'tensor',
  'zeros',
  'zerosLike',
]);

const folder = fileURLToPath(new URL('../../src/ops/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const modules: Record<string, unknown>[] = await Promise.all(files.map((file) => import(`${folder}${file}`)));
const fromOps = new Set(
  modules.flatMap((module) => Object.values(module)).filter((value) => typeof value === 'function'),
);

/** What users can call and whose source is an op's file. */
const ops = Object.entries(core).filter(([, value]) => fromOps.has(value as never));

describe('the proof matrix', () => {
  const proved = new Set(matrix.map(({ op }) => op));

  it.each(ops.filter(([name]) => !withoutInputs.has(name)))('has an entry for %s', (name, op) => {
    const remedy = `add an entry for '${name}' to packages/core/test/proof/table, so that its laws are checked`;
    expect(proved.has(op), remedy).toBe(true);
  });

  it('sees the exports of src/ops', () => {
    const names = ops.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['add', 'variance', 'matmul', 'take', 'stopGradient', 'zeros']));
    expect(names.length).toBeGreaterThan(120);
  });

  it('excludes and proves nothing that is gone', () => {
    const exported = new Set<unknown>(Object.values(core));
    expect([...withoutInputs].filter((name) => !(name in core))).toEqual([]);
    expect(matrix.filter(({ op }) => !exported.has(op))).toEqual([]);
  });
});
