import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../src/outcome.js';
import type { Benchmark, Mode } from '../src/problems.js';
import { type RunOptions, runBenchmark } from '../src/runner.js';
import type { System } from '../src/systems/system.js';

const script = fileURLToPath(new URL('fixtures/system.mjs', import.meta.url));

function fake(behaviour: string, extra: Partial<System> = {}): System {
  return {
    name: behaviour,
    role: 'peer',
    command: process.execPath,
    args: [script, behaviour],
    versions: {},
    ...extra,
  };
}

const options: RunOptions = {
  environment: process.env,
  timeoutMs: 10_000,
  threads: 1,
  rounds: 3,
  roundMs: 1,
  warmUpMs: 0,
  budgetMs: 1000,
  memory: { steps: 10, seconds: 1 },
};

function benchmark(mode: Mode = 'rounds', small = true): Benchmark {
  const problem = { kind: 'scalar', ops: 2, sets: 2 } as const;
  return { name: 'fake', mode, problem, tolerance: 1e-6, repeats: true, small };
}

async function run(systems: readonly System[], mode?: Mode, changes: Partial<RunOptions> = {}): Promise<Outcome[]> {
  return runBenchmark(benchmark(mode), systems, { ...options, ...changes });
}

describe('runBenchmark', () => {
  it('measures systems that agree', async () => {
    const outcomes = await run([fake('right', { name: 'a' }), fake('right', { name: 'b' })]);
    expect(outcomes).toEqual([
      { workload: 'fake', system: 'a', medianMs: 50, minMs: 50, rounds: 3 },
      { workload: 'fake', system: 'b', medianMs: 50, minMs: 50, rounds: 3 },
    ]);
  });

  it('reports a system whose results differ, and goes on with the others', async () => {
    const [right, wrong] = await run([fake('right'), fake('wrong')]);
    expect(right).toMatchObject({ rounds: 3 });
    expect(wrong).toMatchObject({
      error: expect.stringMatching(/^differs from right: at turn 0 loss is 3, expected 2/),
    });
  });

  it('does not compare a bound, which computes something else', async () => {
    const [, bound] = await run([fake('right'), fake('wrong', { role: 'bound' })]);
    expect(bound).toMatchObject({ rounds: 3 });
  });

  it('leaves bounds out where whole processes or memory are measured', async () => {
    const systems = [fake('right'), fake('right', { name: 'bound', role: 'bound' })];
    expect(await run(systems, 'process')).toHaveLength(1);
    expect(await run(systems, 'memory')).toHaveLength(1);
  });

  it('reports how often plans were in the cache', async () => {
    const [planning] = await run([fake('plans')]);
    expect(planning).toMatchObject({ planHitRate: 0.75 });
  });

  it('gives a system the threads that it is to have', async () => {
    const [two] = await run([fake('threads', { threads: 2 })]);
    expect(two).toMatchObject({ error: 'threads: 2 of 2' });
  });

  it('reports a result that changes from round to round', async () => {
    const [drifting] = await run([fake('drifts')]);
    expect(drifting).toMatchObject({ error: expect.stringContaining('another result in a later round') });
  });

  it('reports a result that is not finite', async () => {
    const [nan] = await run([fake('nan')]);
    expect(nan).toMatchObject({ error: expect.stringContaining('not finite') });
  });

  it('reports a process that dies, with its last words', async () => {
    const [dead] = await run([fake('dies')]);
    expect(dead).toMatchObject({ error: "dies ended during 'check': Error: out of ideas" });
  });

  it('reports a program that is not there', async () => {
    const [absent] = await run([fake('right', { name: 'absent', command: 'no-such-program' })]);
    expect(absent).toMatchObject({ error: expect.stringContaining('ENOENT') });
  });

  it('kills a process that does not answer', async () => {
    const systems = [fake('silent'), fake('silent', { role: 'adjoint' })];
    const [peer, adjoint] = await run(systems, 'rounds', { timeoutMs: 200 });
    expect(peer).toMatchObject({ reason: "'prepare' took more than 0.2 s" });
    expect(adjoint).toMatchObject({ error: "'prepare' took more than 0.2 s" });
  });

  it('tells a reason from an error', async () => {
    const [unable] = await run([fake('unable')]);
    expect(unable).toEqual({ workload: 'fake', system: 'unable', reason: 'it is a fixture' });
  });

  it('leaves large workloads out where a system is for small ones', async () => {
    const [skipped] = await runBenchmark(benchmark('rounds', false), [fake('right', { smallOnly: true })], options);
    expect(skipped).toMatchObject({ reason: expect.stringContaining('--reference') });
  });

  it('measures whole processes', async () => {
    const [whole, wrong] = await run([fake('right'), fake('wrong')], 'process');
    expect(whole).toMatchObject({ rounds: 3, medianMs: expect.any(Number) });
    expect(wrong).toMatchObject({ error: expect.stringContaining('differs') });
  });

  it('reports what many steps leave in memory', async () => {
    const [outcome] = await run([fake('right')], 'memory');
    expect(outcome).toMatchObject({ memory: { steps: 10, peakBytes: 2 ** 20, linearGrowth: 0 } });
    expect((outcome as { memory: { heapGrowth: number } }).memory.heapGrowth).toBeCloseTo(0.01);
  });
});
