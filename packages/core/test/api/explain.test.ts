import { inspect as nodeInspect } from 'node:util';
import {
  type AnyTensor,
  createWasmBackend,
  currentBackend,
  type Explanation,
  explain,
  info,
  type PlannedStep,
  randomNormal,
  step,
  tensor,
  useBackend,
  Variable,
  vmap,
} from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';
import { beforeEach, describe, expect, it } from 'vitest';
import { recentCount } from '../../src/schedule/step.js';

const inner = currentBackend();

function sum(plan: Explanation, of: (step: PlannedStep) => number): number {
  return plan.steps.reduce((total, each) => total + of(each), 0);
}

describe('explain', () => {
  beforeEach(() => {
    useBackend(createWasmBackend({ threads: 1 }));
    return () => useBackend(inner);
  });

  it('shows kernels, the ops that each joins, bytes and flops', () => {
    const x = tensor(Array.from({ length: 64 }, () => [1, 2, 3, 4]));
    const w = tensor([
      [1, 2, 3, 4],
      [1, 1, 1, 1],
    ]);
    const plan = explain(
      x
        .matmul(w.transpose())
        .add(tensor([1, 2]))
        .relu()
        .mul(0.5)
        .sum(1),
    );
    expect(plan.steps.map(({ kernel, ops }) => [kernel, ops])).toEqual([
      ['matmul', ['permute', 'matmul']],
      ['fused elementwise', ['expand', 'add', 'relu', 'mul']],
      ['reduce sum', ['sum']],
      ['reshape', ['reshape']],
    ]);
    const [matmul, fused, reduce, reshape] = plan.steps as [PlannedStep, PlannedStep, PlannedStep, PlannedStep];
    expect(matmul).toMatchObject({
      outputs: [{ shape: [64, 2], dtype: 'float32' }],
      bytesRead: 64 * 4 * 4 + 8 * 4,
      bytesWritten: 64 * 2 * 4,
      bytesInCache: 0,
      flops: 2 * 64 * 4 * 2,
      blocks: 1,
      lanes: 1,
    });
    // The bias is read once for all rows.
    expect(fused).toMatchObject({ bytesRead: 512 + 8, bytesWritten: 512, flops: 3 * 128 });
    expect(reduce).toMatchObject({ bytesRead: 512, bytesWritten: 256, flops: 128 });
    expect(reshape).toMatchObject({ bytesRead: 0, bytesWritten: 0, flops: 0, commands: 0 });
    expect(plan).toMatchObject({
      backend: 'wasm',
      isCached: false,
      sources: { count: 3, bytes: 1024 + 32 + 8 },
      results: { count: 1, bytes: 256 },
      flops: 1024 + 384 + 128,
    });
    expect(plan.commands).toBe(sum(plan, ({ commands }) => commands));
    expect(plan.commands).toBeGreaterThanOrEqual(3);
    expect(plan.arenaBytes).toBeGreaterThanOrEqual(512 + 512);
  });

  it('has the same flops and results on every backend', () => {
    const make = (): AnyTensor => {
      const x = randomNormal([40, 30]);
      const picked = x
        .take(tensor([1, 2, 2], 'int32'))
        .cumsum(1)
        .argmax(1);
      return x.matmul(x.transpose()).softplus().sum().add(picked.cast('float32').sum());
    };
    const wasm = explain(make());
    useBackend(referenceBackend);
    const reference = explain(make());
    expect(reference.flops).toBe(wasm.flops);
    expect(reference.results).toEqual(wasm.results);
    expect(reference.backend).toBe('reference');
    expect(reference.steps.every(({ ops }) => ops.length === 1)).toBe(true);
    expect(reference.arenaBytes).toBeGreaterThanOrEqual(40 * 40 * 4 + 40 * 30 * 4);
  });

  it('shows what is done in blocks, and what stays in the cache', () => {
    useBackend(createWasmBackend({ threads: 1, blockBytes: 16 * 1024 }));
    const x = randomNormal([500, 64]);
    x.dataSync();
    const y = x.mul(2).exp();
    const plan = explain({ y, rows: y.add(1).sum(1) });
    const blocks = plan.steps.find(({ kernel }) => kernel === 'blocks') as PlannedStep;
    expect(blocks.blocks).toBeGreaterThan(1);
    expect(blocks.ops).toContain('exp');
    expect(blocks.ops).toContain('sum');
    expect(blocks.bytesRead).toBe(500 * 64 * 4);
    expect(blocks.bytesWritten).toBe(500 * 64 * 4 + 500 * 4);
    expect(plan.flops).toBe(4 * 500 * 64);
  });

  it('splits the flops of a long reduction between its pieces and their sum', () => {
    const plan = explain(randomNormal([20_000, 16]).mul(3).sum(0));
    expect(plan.flops).toBe(2 * 20_000 * 16);
    expect(plan.steps.filter(({ kernel }) => kernel === 'reduce sum' || kernel === 'blocks').length).toBeGreaterThan(0);
  });

  it('tells whether a plan of the structure is cached', () => {
    const make = (): AnyTensor => tensor([1, 2, 3]).exp().sum();
    const cached: boolean[] = [];
    for (let run = 0; run < 4; run++) {
      const y = make();
      cached.push(explain(y).isCached);
      y.item();
    }
    expect(cached).toEqual([false, false, true, true]);
  });

  it('computes nothing and changes nothing', () => {
    const w = new Variable(tensor([1, 2]));
    const logits = w.mul(tensor([3, 4]));
    // A composite is lowered to a graph of its own.
    const loss = logits.logsumexp().add(logits.softplus().sum());
    const nodes = [logits, loss, ...loss.inputs, w.binding];
    const state = (): unknown => [
      nodes.map(({ uses, visits, value, flags }) => ({ uses, visits, value, flags })),
      recentCount(),
      info(),
    ];
    const before = state();
    for (let time = 0; time < 5; time++) explain([loss, logits]);
    expect(state()).toEqual(before);
    step([[w, w.mul(2)]]);
    step([[w, w.mul(2)]]);
    expect(loss.item()).toBeGreaterThan(0);
  });

  it('has no steps for what is computed', () => {
    const y = tensor([1, 2]).add(1);
    y.dataSync();
    const plan = explain({ y, w: new Variable(tensor(1)) });
    expect(plan.steps).toEqual([]);
    expect(plan.flops).toBe(0);
    expect(`${plan}`).toBe('plan on wasm: nothing to compute');
  });

  it('explains step by step where nothing is fused', () => {
    useBackend(createWasmBackend({ threads: 1, fused: false }));
    const plan = explain(tensor([1, 2]).add(1).mul(2));
    expect(plan.steps.map(({ ops }) => ops.join())).toEqual(['add', 'mul']);
    expect(plan.isCached).toBe(false);
  });

  it('is a table for people, and JSON for programs', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const plan = explain(x.matmul(x.transpose()));
    const text = [
      'plan on wasm (not cached yet): 1 step, 1 command, 24 flops',
      `arena ${plan.arenaBytes} B, 1 source of 24 B, 1 result of 16 B`,
      '',
      '#  kernel  reads  writes  in cache  flops  cut  output          ops',
      '0  matmul   24 B    16 B               24       float32 [2, 2]  permute matmul',
    ]
      .join('\n')
      .replace(/arena (\d{4,}) B/, (_, bytes) => `arena ${(bytes / 1024).toFixed(1)} KiB`);
    expect(plan.format()).toBe(text);
    expect(`${plan}`).toBe(text);
    expect(nodeInspect(plan)).toBe(text);
    expect(Object.keys(JSON.parse(JSON.stringify(plan)))).toEqual(Object.keys(plan));
    expect(JSON.parse(JSON.stringify(plan)).steps).toEqual(plan.steps);
  });

  it('abbreviates long chains and large numbers in the table', () => {
    let chain: AnyTensor = randomNormal([1000, 1000]);
    for (let link = 0; link < 20; link++) chain = chain.sin();
    const text = explain(chain).format();
    expect(text).toMatch(/20\.0 M flops/);
    expect(text).toMatch(/3\.8 MiB/);
    expect(text).toMatch(/sin … \d+ more … sin/);
    for (const line of text.split('\n')) expect(line).toBe(line.trimEnd());
  });

  it('says why where there is no value', () => {
    vmap((one: AnyTensor) => {
      expect(() => explain(one.mul(2))).toThrow(/vmap: a tensor that depends on/);
      return one;
    })(tensor([1, 2]));
    expect(() => explain({ wrong: 3 })).toThrow(/explain: expected a tensor at \.wrong, got number/);
  });
});
