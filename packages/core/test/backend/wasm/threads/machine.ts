import type { Lane } from '../../../../src/backend/wasm/command-list.js';
import { type Code, i32, type Local, local, ModuleBuilder } from '../../../../src/backend/wasm/encoder/index.js';
import { Gaps } from '../../../../src/backend/wasm/gaps.js';
import { createMemory, createTable, instantiate, type WasmMemory } from '../../../../src/backend/wasm/platform.js';
import {
  createLaneRunner,
  createPool,
  type NativeCall,
  type Pool,
  type PoolOptions,
} from '../../../../src/backend/wasm/threads/index.js';
import { laneDispatcher } from '../../../../src/backend/wasm/threads/lane-dispatcher.js';

const pageBytes = 65_536;

/** A command: a kernel's index, and its integers. */
export type Command = readonly [index: number, ...values: number[]];

type Dispatch = (address: number, count: number, progress: number) => void;

/** A small memory with kernels, and commands for a pool to run. */
export class Machine {
  readonly memory: WasmMemory;
  readonly #maximumPages: number;
  readonly #table = createTable(64);
  readonly #gaps = new Gaps(64);
  readonly #progress: number;
  readonly #dispatch: Dispatch | undefined;

  constructor({ shared = true, maximumPages = 256 } = {}) {
    this.#maximumPages = maximumPages;
    this.memory = createMemory({ initial: 1, maximum: maximumPages, shared });
    this.#progress = this.take(64);
    if (shared) {
      const { run } = instantiate(laneDispatcher(maximumPages), this.memory, this.#table);
      this.#dispatch = run as unknown as Dispatch;
    }
  }

  readonly take = (bytes: number): number => {
    const address = this.#gaps.take(bytes);
    const missing = this.#gaps.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    return address;
  };

  readonly give = (address: number, bytes: number): void => this.#gaps.give(address, bytes);

  /** How many bytes from the start may be in use. */
  get end(): number {
    return this.#gaps.end;
  }

  integers(): Int32Array {
    return new Int32Array(this.memory.buffer);
  }

  pool(options: Partial<PoolOptions> & { readonly native?: NativeCall } = {}): Pool {
    const dispatch = (address: number, count: number): void => this.#dispatch?.(address, count, this.#progress);
    const runLane = createLaneRunner(() => this.integers(), dispatch, options.native);
    const { memory, take, give } = this;
    return createPool({
      threads: 2,
      memory,
      maximumPages: this.#maximumPages,
      take,
      give,
      runLane,
      always: true,
      ...options,
    });
  }

  /** A kernel of its values in memory, known to the calling thread and to the pool. */
  kernel(index: number, body: (value: (place: number) => Code, variable: Local) => Code, pool?: Pool): void {
    const module = new ModuleBuilder({ memory: { minimum: 1, maximum: this.#maximumPages, shared: true } });
    module.export('cells', { parameters: ['i32'], results: [] }, (f, cells) => {
      const value = (place: number): Code => i32.load(local.get(cells as Local), { offset: 8 * place });
      return body(value, f.local('i32'));
    });
    const bytes = module.bytes();
    if (index >= this.#table.length) this.#table.grow(index + 1 - this.#table.length);
    this.#table.set(index, instantiate(bytes, this.memory)['cells']);
    pool?.addKernel(index, bytes);
  }

  /** Kernel 0: `*a += b`. */
  addingKernel(pool: Pool): void {
    this.kernel(0, (value) => i32.store(value(0), i32.add(i32.load(value(0)), value(1))), pool);
  }

  /** Writes commands one after another. */
  lane(commands: readonly Command[]): Lane {
    const cells = commands.reduce((sum, [, ...values]) => sum + values.length, 0);
    const address = this.take(Math.ceil((8 * (commands.length + cells) + 1) / 64) * 64);
    const integers = this.integers();
    let cell = address / 4 + 2 * commands.length;
    commands.forEach(([index, ...values], place) => {
      integers[address / 4 + 2 * place] = index;
      integers[address / 4 + 2 * place + 1] = cell * 4;
      for (const value of values) {
        integers[cell] = value;
        cell += 2;
      }
    });
    return { address, count: commands.length };
  }

  /** The address of a new integer, which is 0. */
  integer(): number {
    const address = this.take(64);
    this.integers()[address / 4] = 0;
    return address;
  }

  at(address: number): number {
    return Atomics.load(this.integers(), address / 4);
  }
}

/** Starts the pool and waits until it is ready, without a turn of the event loop. */
export function startAndWait(pool: Pool): void {
  pool.start();
  const end = performance.now() + 20_000;
  while (!pool.isReady) {
    if (pool.failure !== undefined) throw pool.failure;
    if (performance.now() > end) throw new Error('the pool does not get ready');
  }
}

/** Sleeps, without a turn of the event loop. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
