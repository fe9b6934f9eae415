import { afterEach, describe, expect, it, vi } from 'vitest';
import { nativeIndex } from '../../../../src/backend/wasm/context.js';
import {
  atomic,
  brIf,
  memory as bulk,
  type Code,
  i32,
  ifElse,
  local,
  loop,
  unreachable,
} from '../../../../src/backend/wasm/encoder/index.js';
import type { Pool, PoolOptions } from '../../../../src/backend/wasm/threads/index.js';
import { Machine, pause, startAndWait } from './machine.js';
import { watchWorkers } from './workers.js';

const pools: Pool[] = [];

function makePool(machine: Machine, options: Partial<PoolOptions> = {}): Pool {
  const pool = machine.pool(options);
  pools.push(pool);
  machine.addingKernel(pool);
  return pool;
}

function makeReadyPool(machine: Machine, options: Partial<PoolOptions> = {}): Pool {
  const pool = makePool(machine, options);
  startAndWait(pool);
  return pool;
}

/** Kernel 1: adds 1 to `*a` and waits until it is at least `b`; traps where that takes too long. */
function meetingKernel(machine: Machine, pool: Pool): void {
  machine.kernel(
    1,
    (value, turns) => [
      ifElse(
        i32.ltS(i32.add(atomic.add(value(0), i32.const(1)), i32.const(1)), value(1)),
        loop((again) => [
          local.set(turns, i32.add(local.get(turns), i32.const(1))),
          ifElse(i32.eq(local.get(turns), i32.const(2 ** 30)), unreachable),
          brIf(again, i32.ltS(atomic.load(value(0)), value(1))),
        ]),
      ),
    ],
    pool,
  );
}

/** Kernel 2: traps. */
function trap(machine: Machine, pool: Pool): void {
  machine.kernel(2, () => unreachable, pool);
}

afterEach(() => {
  vi.restoreAllMocks();
  for (const pool of pools.splice(0)) pool.close();
});

describe('a pool', () => {
  it('gets ready while the caller never rests', () => {
    const machine = new Machine();
    const pool = makePool(machine, { threads: 3 });
    expect(pool.size).toBe(3);
    startAndWait(pool);
    expect(pool.failure).toBeUndefined();
  });

  it('starts its workers at the first run', () => {
    const workers = watchWorkers();
    const machine = new Machine();
    const pool = makePool(machine, { threads: 3 });
    expect([pool.isReady, workers.length]).toEqual([false, 0]);
    pool.run([]);
    pool.run([]);
    pool.start();
    expect(workers.length).toBe(2);
  });

  it('has the caller run all lanes until it is ready', () => {
    const machine = new Machine();
    const runLane = vi.fn();
    const pool = makePool(machine, { threads: 3, runLane });
    const lanes = [1, 2, 3].map(() => machine.lane([[0, 0, 0]]));
    expect(pool.isReady).toBe(false);
    pool.run(lanes);
    expect(runLane.mock.calls.map(([lane]) => lane)).toEqual(lanes);
  });

  it.each([2, 4])('runs the lanes of %i threads at the same time', (threads) => {
    const machine = new Machine();
    const pool = makeReadyPool(machine, { threads });
    meetingKernel(machine, pool);
    const counter = machine.integer();
    pool.run(Array.from({ length: threads }, () => machine.lane([[1, counter, threads]])));
    expect(machine.at(counter)).toBe(threads);
  });

  it('runs the commands of a lane in order', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine);
    machine.kernel(1, (value) => i32.store(value(0), i32.mul(i32.load(value(0)), value(1))), pool);
    const [a, b] = [machine.integer(), machine.integer()];
    const commands = (at: number): Parameters<Machine['lane']>[0] => [
      [0, at, 3],
      [1, at, 5],
      [0, at, 1],
      [1, at, 2],
    ];
    pool.run([machine.lane(commands(a)), machine.lane(commands(b))]);
    expect([machine.at(a), machine.at(b)]).toEqual([32, 32]);
  });

  it('takes fewer lanes than threads, more, empty ones and none', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine, { threads: 3 });
    for (const count of [0, 1, 2, 3, 4, 7]) {
      const counters = Array.from({ length: count }, () => machine.integer());
      pool.run(counters.map((counter, place) => machine.lane(place === 1 ? [] : [[0, counter, place + 1]])));
      expect(counters.map((counter) => machine.at(counter))).toEqual(
        counters.map((_, place) => (place === 1 ? 0 : place + 1)),
      );
    }
  });

  it('does thousands of tiny jobs, with pauses around the time after which workers sleep', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine, { threads: 3 });
    const counters = [1, 2, 3].map(() => machine.integer());
    const lanes = counters.map((counter) => machine.lane([[0, counter, 1]]));
    const rounds = 10_000;
    for (let round = 1; round <= rounds; round++) {
      pool.run(lanes);
      if (round % 16 === 0) for (const end = performance.now() + Math.random() * 0.3; performance.now() < end; );
    }
    expect(counters.map((counter) => machine.at(counter))).toEqual([rounds, rounds, rounds]);
  });

  it('wakes workers that have slept for long', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine);
    const counters = [machine.integer(), machine.integer()];
    const lanes = counters.map((counter) => machine.lane([[0, counter, 1]]));
    for (let round = 0; round < 20; round++) {
      pause(5);
      pool.run(lanes);
    }
    expect(counters.map((counter) => machine.at(counter))).toEqual([20, 20]);
  });

  it('waits for lanes that take far longer than its own', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine);
    // Longer than the caller spins.
    machine.kernel(
      1,
      (value, turns) => [
        loop((again) => [
          local.set(turns, i32.add(local.get(turns), i32.const(1))),
          brIf(again, i32.ne(local.get(turns), value(1))),
        ]),
        i32.store(value(0), local.get(turns)),
      ],
      pool,
    );
    const result = machine.integer();
    const sleep = vi.spyOn(Atomics, 'wait');
    for (let round = 0; round < 5; round++) {
      const turns = 2 ** 27 + round;
      pool.run([machine.lane([]), machine.lane([[1, result, turns]])]);
      expect(machine.at(result)).toBe(turns);
    }
    expect(
      sleep.mock.results.map(({ value }) => value),
      'is woken',
    ).toContain('ok');
  });
});

describe('a pool that may choose', () => {
  it('leaves its workers alone for a while where they cost more time than they save', () => {
    const machine = new Machine();
    const runLane = vi.fn();
    const pool = makeReadyPool(machine, { runLane, always: false });
    machine.kernel(
      1,
      (_, turns) =>
        loop((again) => [
          local.set(turns, i32.add(local.get(turns), i32.const(1))),
          brIf(again, i32.ne(local.get(turns), i32.const(2 ** 27))),
        ]),
      pool,
    );
    const lanes = [machine.lane([[1]]), machine.lane([[1]])];
    pool.run(lanes);
    expect(runLane).toHaveBeenCalledTimes(1);
    runLane.mockClear();
    for (let round = 0; round < 10; round++) pool.run(lanes);
    expect(runLane.mock.calls.length, 'some runs were on one thread').toBeGreaterThan(10);
    runLane.mockClear();
    for (let round = 0; round < 1000 && runLane.mock.calls.length === 2 * round; round++) {
      pause(5);
      pool.run(lanes);
    }
    expect(runLane.mock.calls.length % 2, 'then one was on two again').toBe(1);
  });
});

describe('the kernels of a pool', () => {
  it('reach workers whenever they come, at any index', () => {
    const machine = new Machine();
    const pool = makePool(machine);
    const counter = machine.integer();
    const add = (index: number): void =>
      machine.kernel(index, (value) => i32.store(value(0), i32.add(i32.load(value(0)), i32.const(index))), pool);
    add(3);
    startAndWait(pool);
    pool.run([machine.lane([]), machine.lane([[3, counter]])]);
    for (const index of [4, 200, 1000]) add(index);
    pool.run([
      machine.lane([]),
      machine.lane([
        [200, counter],
        [1000, counter],
        [4, counter],
        [3, counter],
      ]),
    ]);
    expect(machine.at(counter)).toBe(3 + 200 + 1000 + 4 + 3);
  });

  it('may be large', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine);
    const counter = machine.integer();
    const add = (value: (place: number) => Code): Code =>
      i32.store(value(0), i32.add(i32.load(value(0)), i32.const(1)));
    machine.kernel(1, (value) => Array.from({ length: 10_000 }, () => add(value)), pool);
    machine.kernel(2, add, pool);
    pool.run([
      machine.lane([]),
      machine.lane([
        [1, counter],
        [2, counter],
      ]),
    ]);
    expect(machine.at(counter)).toBe(10_001);
  });

  it('may be cleared, and others take their places', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine);
    const counter = machine.integer();
    const lanes = [machine.lane([]), machine.lane([[0, counter, 2]])];
    pool.run(lanes);
    const { end } = machine;
    pool.clearKernels();
    machine.kernel(0, (value) => i32.store(value(0), i32.mul(i32.load(value(0)), i32.const(50))), pool);
    expect(machine.end, 'the room of the old ones serves again').toBe(end);
    pool.run(lanes);
    expect(machine.at(counter)).toBe(100);
    pool.clearKernels();
    expect(() => pool.run(lanes)).toThrow(/kernel 0 was not given to the pool/);
  });

  it('see memory that has just grown', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine, { threads: 3 });
    machine.kernel(1, (value) => bulk.fill(value(0), value(1), value(2)), pool);
    for (let round = 0; round < 40; round++) {
      const bytes = 5 * 65_536;
      const blocks = [0, 1, 2].map(() => machine.take(bytes));
      // A new kernel, and commands, lie in the new pages as well.
      machine.kernel(2 + round, (value) => i32.store(value(0), i32.const(round)), pool);
      const last = blocks.map((block) => block + bytes - 64);
      pool.run(
        blocks.map((block, place) =>
          machine.lane([
            [1, block, round + place, bytes],
            [2 + round, last[place] as number],
          ]),
        ),
      );
      blocks.forEach((block, place) => {
        expect(machine.integers()[block / 4]).toBe(0x01010101 * (round + place));
        expect(machine.at(last[place] as number)).toBe(round);
      });
      for (const block of blocks) machine.give(block, bytes);
      machine.take(65_536);
    }
  });
});

describe('memory beyond 2 GiB', () => {
  it('is as good as any', () => {
    const machine = new Machine({ maximumPages: 65_535 });
    const pool = makeReadyPool(machine);
    // Nobody touches these pages.
    machine.take(2 ** 31);
    const counters = [machine.integer(), machine.integer()];
    for (let round = 0; round < 50; round++) {
      machine.kernel(1 + round, (value) => i32.store(value(0), i32.add(i32.load(value(0)), i32.const(1))), pool);
      // Chunks of the log lie there, too.
      for (let more = 0; more < 20; more++) pool.addKernel(10_000 + 20 * round + more, new Uint8Array(1000));
      pool.run(counters.map((counter) => machine.lane([[1 + round, counter]])));
    }
    expect(counters.map((counter) => machine.at(counter))).toEqual([50, 50]);
    expect(counters[0]).toBeGreaterThan(2 ** 31);
  });
});

describe('a command that fails', () => {
  it.each([0, 1, 2])('in lane %i is an error that says why, and the pool goes on', (failing) => {
    const machine = new Machine();
    const pool = makeReadyPool(machine, { threads: 3 });
    trap(machine, pool);
    const counters = [machine.integer(), machine.integer(), machine.integer()];
    const lanes = (fails: boolean): ReturnType<Machine['lane']>[] =>
      counters.map((counter, place) =>
        machine.lane([[0, counter, 1], ...(fails && place === failing ? [[2] as const] : [])]),
      );
    expect(() => pool.run(lanes(true))).toThrow(/unreachable/);
    expect(
      counters.map((counter) => machine.at(counter)),
      'what came before it',
    ).toEqual([1, 1, 1]);
    expect(pool.isReady).toBe(true);
    pool.run(lanes(false));
    expect(counters.map((counter) => machine.at(counter))).toEqual([2, 2, 2]);
  });

  it('names the worker', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine, { threads: 3 });
    trap(machine, pool);
    expect(() => pool.run([machine.lane([]), machine.lane([]), machine.lane([[2]])])).toThrow(
      /^wasm threads: worker 2: RuntimeError: unreachable$/,
    );
  });

  it('leaves no other lane running', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine);
    trap(machine, pool);
    machine.kernel(
      1,
      (value, turns) => [
        loop((again) => [
          local.set(turns, i32.add(local.get(turns), i32.const(1))),
          brIf(again, i32.ne(local.get(turns), i32.const(2 ** 27))),
        ]),
        i32.store(value(0), i32.const(1)),
      ],
      pool,
    );
    const ended = machine.integer();
    expect(() => pool.run([machine.lane([[2]]), machine.lane([[1, ended]])])).toThrow(/unreachable/);
    expect(machine.at(ended)).toBe(1);
  });

  it('may have a long message', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine);
    const index = 10 ** 9;
    expect(() => pool.run([machine.lane([]), machine.lane([[index]])])).toThrow(`kernel ${index} was not given`);
  });
});

describe('native calls', () => {
  const url = new URL('fixtures/native.mjs', import.meta.url).href;
  const native =
    (machine: Machine) =>
    (address: number): void => {
      const integers = machine.integers();
      const at = (integers[address / 4] as number) / 4;
      integers[at] = 10 * (integers[at] as number) + (integers[address / 4 + 2] as number);
    };

  it('stand between kernels, on every thread', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine, {
      extension: { url, data: {} },
      native: native(machine),
    } as Partial<PoolOptions>);
    const orders = [
      [nativeIndex, 0, 0, nativeIndex],
      [nativeIndex, nativeIndex, 0],
      [0, nativeIndex, 0],
      [nativeIndex],
    ];
    for (const order of orders) {
      const counters = [machine.integer(), machine.integer()];
      pool.run(
        counters.map((counter) => machine.lane(order.map((index, place) => [index, counter, place + 1] as const))),
      );
      let right = 0;
      order.forEach((index, place) => {
        right = index === nativeIndex ? 10 * right + place + 1 : right + place + 1;
      });
      expect(counters.map((counter) => machine.at(counter))).toEqual([right, right]);
    }
  });

  it('need an extension', () => {
    const machine = new Machine();
    const pool = makeReadyPool(machine);
    expect(() => pool.run([machine.lane([]), machine.lane([[nativeIndex]])])).toThrow(/no extension/);
  });

  it.each([
    { what: 'does not load', extension: { url: 'data:text/javascript,export{', data: {} }, reason: /SyntaxError/ },
    { what: 'refuses', extension: { url, data: { behaviour: 'unable' } }, reason: /no such library/ },
  ])('leave one thread where the extension $what', async ({ extension, reason }) => {
    const machine = new Machine();
    const pool = makePool(machine, { extension });
    pool.start();
    await expect.poll(() => pool.failure?.message, { timeout: 20_000 }).toMatch(reason);
    expect([pool.isReady, pool.size]).toEqual([false, 1]);
    const counters = [machine.integer(), machine.integer()];
    pool.run(counters.map((counter) => machine.lane([[0, counter, 1]])));
    expect(counters.map((counter) => machine.at(counter))).toEqual([1, 1]);
  });
});
