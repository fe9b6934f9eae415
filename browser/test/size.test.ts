import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { attribute } from '../src/size/attribute.js';
import { type Breakdown, breakDown } from '../src/size/breakdown.js';
import { bundleModule, type Script } from '../src/size/bundle.js';
import { fileOf, folderOf } from '../src/size/groups.js';
import { renderBreakdown } from '../src/size/report.js';

describe('the size of the core', () => {
  let scripts: readonly Script[];
  let breakdown: Breakdown;

  beforeAll(async () => {
    scripts = await bundleModule("export * from '@adjoint/core';");
    breakdown = breakDown(scripts, folderOf);
  });

  it('is that of scripts which export the whole namespace', async () => {
    const { code } = scripts[0] as Script;
    const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
    const names = Object.keys(await import(url)).sort();
    expect(names).toEqual(Object.keys(await import('@adjoint/core')).sort());
  });

  it('is that of all scripts, minified and gzipped', () => {
    const bytes = (of: (code: string) => number): number => scripts.reduce((sum, { code }) => sum + of(code), 0);
    expect(breakdown.minified).toBe(bytes((code) => Buffer.byteLength(code)));
    expect(breakdown.gzipped).toBe(bytes((code) => gzipSync(code, { level: 9 }).length));
  });

  it('is attributed to modules by stretches that make up the scripts', () => {
    const sources = new Set<string>();
    for (const script of scripts) {
      const stretches = attribute(script);
      expect(stretches.map(({ text }) => text).join('')).toBe(script.code);
      for (const { source } of stretches) sources.add(fileOf(source));
    }
    for (const name of ['core/graph/tensor', 'core/ops/elementwise/abs', 'core/backend/wasm/fuse']) {
      expect(sources).toContain(name);
    }
    const unnamed = breakdown.parts.find(({ name }) => name === 'bundler');
    expect(unnamed?.minified).toBeLessThan(0.02 * breakdown.minified);
  });

  it('is printed by folder, the largest first', () => {
    const lines = renderBreakdown('@adjoint/core', breakdown).split('\n');
    expect(lines[0]).toMatch(/^@adjoint\/core: [\d,]+ bytes minified, [\d,]+ gzipped$/);
    const rows = lines.slice(2, -1);
    expect(rows).toHaveLength(breakdown.parts.length);
    expect(rows.find((row) => row.startsWith('  core/backend/wasm/kernels '))).toMatch(/ +\d+ +[\d,]+ +[\d,]+$/);
    const sizes = breakdown.parts.map(({ gzipped }) => gzipped);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });
});

it('a module is named after its package and its file', () => {
  expect(fileOf('../../../packages/core/dist/ops/elementwise/abs.js')).toBe('core/ops/elementwise/abs');
  expect(folderOf('../packages/core/dist/ops/elementwise/abs.js')).toBe('core/ops/elementwise');
  expect(folderOf('../packages/nn/dist/index.js')).toBe('nn');
  expect(folderOf(undefined)).toBe('bundler');
});
