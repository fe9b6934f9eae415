import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Lane } from '../../../../src/backend/wasm/command-list.js';
import { nativeIndex } from '../../../../src/backend/wasm/context.js';
import { br, i32, loop } from '../../../../src/backend/wasm/encoder/index.js';
import type { Pool, PoolOptions } from '../../../../src/backend/wasm/threads/index.js';
import { Machine, pause, startAndWait } from './machine.js';
import { watchWorkers } from './workers.js';

const pools: Pool[] = [];

function makePool(machine: Machine, options: Partial<PoolOptions> = {}): Pool {
  const pool = machine.pool({ threads: 3, patience: { start: 1000, command: 200 }, ...options });
  pools.push(pool);
  machine.addingKernel(pool);
  return pool;
}

/** Lanes that add 1 to counters, and a look at these. */
function counting(machine: Machine): { readonly lanes: readonly Lane[]; readonly counts: () => number[] } {
  const counters = [machine.integer(), machine.integer(), machine.integer()];
  return {
    lanes: counters.map((counter) => machine.lane([[0, counter, 1]])),
    counts: () => counters.map((counter) => machine.at(counter)),
  };
}

function expectOneThread(machine: Machine, pool: Pool): void {
  expect([pool.isReady, pool.size]).toEqual([false, 1]);
  const { lanes, counts } = counting(machine);
  for (let round = 0; round < 3; round++) pool.run(lanes);
  expect(counts()).toEqual([3, 3, 3]);
}

afterEach(() => {
  vi.restoreAllMocks();
  for (const pool of pools.splice(0)) pool.close();
});

describe('a worker that is lost', () => {
  it('between two runs, unnoticed, is an error in bounded time', () => {
    const workers = watchWorkers();
    const machine = new Machine();
    const pool = makePool(machine);
    startAndWait(pool);
    const { lanes, counts } = counting(machine);
    pool.run(lanes);
    void workers[1]?.terminate();
    pause(200);
    expect(() => pool.run(lanes)).toThrow(
      'wasm threads: worker 2 did not take its work within 1 s; from now on one thread computes everything',
    );
    expect(counts().slice(0, 2), 'the other lanes ended').toEqual([2, 2]);
    expectOneThread(machine, pool);
  });

  it('between two runs is an error of the next run, without a wait', async () => {
    const workers = watchWorkers();
    const machine = new Machine();
    const pool = makePool(machine, { patience: { start: 10 ** 6, command: 10 ** 6 } });
    startAndWait(pool);
    await workers[0]?.terminate();
    const { lanes, counts } = counting(machine);
    expect(() => pool.run(lanes)).toThrow(
      /^wasm threads: worker 1 ended: it exited with code 1; from now on one thread/,
    );
    expect(counts(), 'nothing was done').toEqual([0, 0, 0]);
    expectOneThread(machine, pool);
  });

  it('amid its lane is an error in bounded time', () => {
    const machine = new Machine();
    const url = new URL('fixtures/native.mjs', import.meta.url).href;
    const pool = makePool(machine, { extension: { url, data: { behaviour: 'exit' } } });
    startAndWait(pool);
    const lanes = [machine.lane([]), machine.lane([[nativeIndex, 0, 0]])];
    expect(() => pool.run(lanes)).toThrow(/worker 1 did not end a command within 0\.2 s/);
    expectOneThread(machine, pool);
  });

  it('takes the others along, which end', async () => {
    const workers = watchWorkers();
    const machine = new Machine();
    const pool = makePool(machine, { threads: 4 });
    startAndWait(pool);
    const exits = workers.map((worker) => new Promise((resolve) => worker.on('exit', resolve)));
    void workers[2]?.terminate();
    await Promise.race(exits);
    expect(pool.isReady).toBe(false);
    await Promise.all(exits);
  });
});

describe('a worker that does not end', () => {
  it('is stopped, and writes no more', () => {
    const machine = new Machine();
    const pool = makePool(machine);
    machine.kernel(
      1,
      (value) => loop((again) => [i32.store(value(0), i32.add(i32.load(value(0)), i32.const(1))), br(again)]),
      pool,
    );
    startAndWait(pool);
    const counter = machine.integer();
    expect(() => pool.run([machine.lane([]), machine.lane([]), machine.lane([[1, counter]])])).toThrow(
      /worker 2 did not end a command within/,
    );
    const count = machine.at(counter);
    expect(count).toBeGreaterThan(0);
    pause(100);
    expect(machine.at(counter)).toBe(count);
    expectOneThread(machine, pool);
  });
});

describe('a worker that does not start', () => {
  it('leaves one thread, where the platform refuses it', () => {
    watchWorkers(() => {
      throw new Error('access denied');
    });
    const machine = new Machine();
    const pool = makePool(machine);
    pool.start();
    expect(pool.failure?.message).toMatch(/a worker cannot start: Error: access denied/);
    expectOneThread(machine, pool);
  });

  it('leaves one thread, where its file is missing', async () => {
    watchWorkers((_, options) => [new URL('fixtures/missing.mjs', import.meta.url), options]);
    const machine = new Machine();
    const pool = makePool(machine);
    pool.start();
    await expect.poll(() => pool.failure?.message, { timeout: 20_000 }).toMatch(/Cannot find module/);
    expectOneThread(machine, pool);
  });

  it('leaves one thread, where it is silent', () => {
    watchWorkers((_, options) => ['setInterval(() => {}, 1000)', { ...options, eval: true }]);
    const machine = new Machine();
    const pool = makePool(machine);
    const { lanes, counts } = counting(machine);
    pool.run(lanes);
    expect(counts()).toEqual([1, 1, 1]);
    expect([pool.isReady, pool.failure]).toEqual([false, undefined]);
  });
});

describe('a pool without workers', () => {
  it.each([
    { what: 'for one thread', shared: true, threads: 1 },
    { what: 'on memory that is not shared', shared: false, threads: 4 },
  ])('$what', ({ shared, threads }) => {
    const workers = watchWorkers();
    const machine = new Machine({ shared });
    const runLane = vi.fn();
    const pool = machine.pool({ threads, runLane });
    pool.addKernel(0, new Uint8Array(8));
    expect([pool.size, pool.isReady, pool.failure, workers]).toEqual([1, false, undefined, []]);
    const lanes = [1, 2, 3].map(() => machine.lane([]));
    pool.run(lanes);
    expect(runLane.mock.calls.map(([lane]) => lane)).toEqual(lanes);
  });
});

describe('a closed pool', () => {
  it('ends its workers and runs on one thread', async () => {
    const workers = watchWorkers();
    const machine = new Machine();
    const pool = makePool(machine);
    startAndWait(pool);
    const exits = workers.map((worker) => new Promise((resolve) => worker.on('exit', resolve)));
    pool.close();
    await Promise.all(exits);
    expect(pool.failure).toBeUndefined();
    expectOneThread(machine, pool);
  });

  it('may have been starting', async () => {
    const workers = watchWorkers();
    const machine = new Machine();
    const pool = makePool(machine);
    pool.start();
    pool.close();
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.on('exit', resolve))));
    expect(pool.failure).toBeUndefined();
    expectOneThread(machine, pool);
  });

  it('is what becomes of one that is dropped', async () => {
    const workers = watchWorkers();
    const use = (): void => {
      const machine = new Machine();
      const pool = machine.pool({ threads: 3 });
      machine.addingKernel(pool);
      startAndWait(pool);
      const { lanes, counts } = counting(machine);
      pool.run(lanes);
      expect(counts()).toEqual([1, 1, 1]);
    };
    use();
    let exited = 0;
    for (const worker of workers) worker.on('exit', () => exited++);
    await expect
      .poll(
        () => {
          globalThis.gc?.();
          return exited;
        },
        { timeout: 20_000 },
      )
      .toBe(2);
  });
});

describe('where the caller may not sleep, as in the main thread of a browser', () => {
  it('it spins, for a bounded time', () => {
    vi.spyOn(Atomics, 'wait').mockImplementation(() => {
      throw new TypeError('Atomics.wait cannot be called in this context');
    });
    const workers = watchWorkers();
    const machine = new Machine();
    const pool = makePool(machine);
    startAndWait(pool);
    const { lanes, counts } = counting(machine);
    for (let round = 0; round < 1000; round++) pool.run(lanes);
    expect(counts()).toEqual([1000, 1000, 1000]);
    void workers[0]?.terminate();
    for (const end = performance.now() + 200; performance.now() < end; );
    expect(() => pool.run(lanes)).toThrow(/worker 1 did not take its work within 1 s/);
    expectOneThread(machine, pool);
  });
});
