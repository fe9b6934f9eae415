import type { Lane } from '../command-list.js';
import type { WasmMemory } from '../platform.js';
import { maySleep, type Patience } from './await-job.js';
import { Gain } from './gain.js';
import { KernelLog } from './kernel-log.js';
import { laneDispatcher } from './lane-dispatcher.js';
import { createMailbox, mailboxBytes } from './mailbox.js';
import { Member } from './member.js';
import type { Extension } from './start.js';

export interface PoolOptions {
  /** The caller's own thread among them. */
  readonly threads: number;
  /** If it is not shared, there are no workers. */
  readonly memory: WasmMemory;
  /** The memory's maximum. */
  readonly maximumPages: number;
  /** Finds room in the memory, at a multiple of 64 bytes; the pool's until `give`. */
  readonly take: (bytes: number) => number;
  readonly give: (address: number, bytes: number) => void;
  /** Runs a lane on the calling thread. */
  readonly runLane: (lane: Lane) => void;
  readonly extension?: Extension;
  /**
   * How long to wait for workers: 10 s until one begins with its lane, 60 s for each command, unless said otherwise. A
   * command may take ten times as long as the caller's own lane in addition, for lanes are about equal.
   */
  readonly patience?: Patience;
  /** Uses the workers whether they save time at present or not; false unless said otherwise. */
  readonly always?: boolean;
}

/** Threads that run lanes of commands on one shared memory. */
export interface Pool {
  /** How many threads run lanes; 1 once the pool is closed or has failed. */
  readonly size: number;
  /** Whether all workers serve. Before that, and without workers, the caller runs all lanes. */
  readonly isReady: boolean;
  /** What ended the pool before its time. */
  readonly failure: Error | undefined;
  /** Starts the workers, if nobody has yet. */
  start(): void;
  /** Makes a kernel known, by its place in the table: a module that exports `cells`. */
  addKernel(index: number, bytes: Uint8Array): void;
  /** Forgets all kernels. */
  clearKernels(): void;
  /**
   * Runs all lanes and waits for them. They are independent of each other. The first run starts the workers, so a
   * program without lanes has none. Where threads do not gain, the caller's runs all lanes for a while.
   *
   * @throws Error where a command failed (the pool goes on), or where a worker is lost: once; after that the caller's
   *   thread runs everything. No lane is still running when it throws
   */
  run(lanes: readonly Lane[]): void;
  /** Ends the workers. */
  close(): void;
}

/** Makes a pool. Its threads keep neither the process alive nor a processor busy. */
export function createPool(options: PoolOptions): Pool {
  return new ThreadPool(options);
}

/** Backends are not closed: the workers of one that nobody can reach any more end when it is collected. */
const unreachable = new FinalizationRegistry<readonly Member[]>((members) => {
  for (const member of members) member.terminate();
});

const defaultPatience: Patience = { start: 10_000, command: 60_000 };
const headBytes = 64;

const { performance } = globalThis as unknown as { readonly performance: { now(): number } };

class ThreadPool implements Pool {
  readonly #options: PoolOptions;
  readonly #members: Member[] = [];
  readonly #sleeps = maySleep();
  readonly #gain = new Gain();
  readonly #log: KernelLog | undefined;
  /** Of the log's head and the mailboxes. */
  readonly #address: number = 0;
  #isReady = false;
  #isClosed = false;
  #failure: Error | undefined;
  /** The failure waits for a run that it can fail. */
  #isUntold = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    const { threads, memory, take, give } = options;
    if (threads <= 1 || !isShared(memory)) {
      this.#isClosed = true;
      return;
    }
    // Never given back: a worker may write to its mailbox at any time until it has ended.
    this.#address = take(Math.ceil((headBytes + (threads - 1) * mailboxBytes) / 64) * 64);
    this.#log = new KernelLog(memory, this.#address, take, give);
  }

  get size(): number {
    return this.#isClosed ? 1 : this.#options.threads;
  }

  get failure(): Error | undefined {
    this.#look();
    return this.#failure;
  }

  get isReady(): boolean {
    this.#look();
    return this.#isReady;
  }

  start(): void {
    if (this.#log === undefined || this.#isClosed || this.#members.length > 0) return;
    const { threads, memory, maximumPages, extension } = this.#options;
    const kernels = this.#log.head;
    const dispatcher = laneDispatcher(maximumPages);
    try {
      for (let index = 0; index < threads - 1; index++) {
        const mailbox = createMailbox(memory, this.#address + headBytes + index * mailboxBytes);
        this.#members.push(new Member({ memory, mailbox, kernels, dispatcher, extension }));
      }
      unreachable.register(this, this.#members, this);
    } catch (error) {
      this.#fail(`a worker cannot start: ${String(error)}`);
    }
  }

  addKernel(index: number, bytes: Uint8Array): void {
    if (!this.#isClosed) this.#log?.add(index, bytes);
  }

  clearKernels(): void {
    this.#log?.clear();
  }

  run(lanes: readonly Lane[]): void {
    this.start();
    this.#look();
    if (this.#isUntold) {
      this.#isUntold = false;
      throw this.#failure;
    }
    const start = performance.now();
    if (this.#isReady && (this.#options.always === true || this.#gain.pays(start))) this.#runTogether(lanes, start);
    else lanes.forEach(this.#options.runLane);
  }

  #runTogether(lanes: readonly Lane[], start: number): void {
    const { runLane, patience = defaultPatience } = this.#options;
    const helpers = this.#members.slice(0, Math.max(0, lanes.length - 1));
    const own = lanes.filter((_, index) => index === 0 || index > helpers.length);
    helpers.forEach((helper, index) => {
      helper.give(lanes[index + 1] as Lane);
    });
    let problem: { readonly error: unknown } | undefined;
    try {
      own.forEach(runLane);
    } catch (error) {
      problem = { error };
    }
    const ownTime = performance.now() - start;
    const limits = { start: patience.start, command: patience.command + 10 * ownTime };
    const lost: string[] = [];
    helpers.forEach((helper, index) => {
      const outcome = helper.await(limits, this.#sleeps);
      const name = `worker ${index + 1}`;
      if (outcome.lost !== undefined) lost.push(`${name} ${outcome.lost}`);
      if (outcome.failed !== undefined) problem ??= { error: new Error(`wasm threads: ${name}: ${outcome.failed}`) };
    });
    if (lost.length > 0) throw this.#fail(lost.join(', '));
    if (problem !== undefined) throw problem.error;
    const end = performance.now();
    // Commands of lanes are about equal. What a thread seems to take beyond that, it was not running.
    const ownCommands = commandsIn(own);
    const allCommands = commandsIn(lanes);
    const helpersTime = helpers.reduce((sum, { time }) => sum + time, 0);
    const command = Math.min(ownTime / ownCommands, helpersTime / (allCommands - ownCommands));
    if (command < Infinity) this.#gain.note(command * allCommands, end - start, end);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#isReady = false;
    this.#log?.clear();
    unreachable.unregister(this);
    for (const member of this.#members) member.terminate();
  }

  /** Takes note of what became of the workers. */
  #look(): void {
    if (this.#isClosed || this.#members.length === 0) return;
    for (let index = 0; index < this.#members.length; index++) {
      const { end } = this.#members[index] as Member;
      if (end === undefined) continue;
      this.#isUntold = this.#isReady;
      this.#fail(`worker ${index + 1} ended: ${end}`);
      return;
    }
    this.#isReady ||= this.#members.every((member) => member.serves);
  }

  #fail(what: string): Error {
    this.#failure = new Error(`wasm threads: ${what}; from now on one thread computes everything`);
    this.close();
    return this.#failure;
  }
}

function commandsIn(lanes: readonly Lane[]): number {
  return lanes.reduce((sum, { count }) => sum + count, 0);
}

function isShared({ buffer }: WasmMemory): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
}
