import type { NativeCall } from './lane.js';
import type { Start } from './start.js';

/**
 * The program of a worker: waits for lanes in shared memory and runs them. It imports only types, so that it is one small
 * file, and runs as TypeScript in tests.
 */

/** What it uses of its platform, which is Node or a browser. */
interface Platform {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
    readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
    readonly Table: new (type: { element: 'anyfunc'; initial: number }) => Table;
  };
  readonly performance: { now(): number };
  readonly process?: {
    readonly versions?: { readonly node?: string };
    readonly getBuiltinModule: (name: 'node:worker_threads') => { readonly workerData: Start };
  };
  onmessage?: (event: { readonly data: Start }) => void;
}

interface Table {
  readonly length: number;
  set(index: number, value: unknown): void;
  grow(count: number): number;
}

type Dispatch = (address: number, count: number, progress: number) => void;
type Atomic = typeof Atomics & { readonly pause?: () => void };

const platform = globalThis as unknown as Platform;
/** Tells the processor that a loop only waits. */
const pause = (Atomics as Atomic).pause ?? (() => undefined);

/** After a job it looks for the next one so long before it sleeps. A job that comes earlier is taken within a microsecond. */
const spinMilliseconds = 0.1;
const commandBytes = 8;
const headerBytes = 16;

/** Kernels that other threads made, put into this thread's table when a lane needs them. */
class Kernels {
  readonly table: Table = new platform.WebAssembly.Table({ element: 'anyfunc', initial: 64 });
  readonly #start: Start;
  /** Entries of the log by kernel; 0 for those that are in the table. */
  readonly #entries: number[] = [];
  #last = 0;
  #clearings = 0;
  #bytes: Uint8Array;
  #integers: Int32Array;

  constructor(start: Start) {
    this.#start = start;
    this.#bytes = new Uint8Array(start.memory.buffer);
    this.#integers = new Int32Array(start.memory.buffer);
  }

  instantiate(bytes: Uint8Array<ArrayBuffer>): Readonly<Record<string, unknown>> {
    const { Module, Instance } = platform.WebAssembly;
    return new Instance(new Module(bytes), { m: { m: this.#start.memory, t: this.table } }).exports;
  }

  /** The memory as integers, at least up to that address. */
  integers(end: number): Int32Array {
    if (end > this.#bytes.length) {
      const { memory } = this.#start;
      // Another thread grew the memory; growing by nothing makes this thread's object know.
      memory.grow(0);
      this.#bytes = new Uint8Array(memory.buffer);
      this.#integers = new Int32Array(memory.buffer);
    }
    return this.#integers;
  }

  /** Reads what the log has got since the last time. */
  readLog(): void {
    const clearings = this.#start.kernels[0] as number;
    if (clearings !== this.#clearings) {
      for (const index of this.#entries.keys()) if (index < this.table.length) this.table.set(index, null);
      this.#entries.length = 0;
      this.#last = 0;
      this.#clearings = clearings;
    }
    let entry = this.#last === 0 ? (this.#start.kernels[1] as number) >>> 0 : this.#field(this.#last, 0);
    while (entry !== 0) {
      this.#entries[this.#field(entry, 1)] = entry;
      this.#last = entry;
      entry = this.#field(entry, 0);
    }
  }

  need(index: number): void {
    const entry = this.#entries[index];
    if (entry === 0) return;
    if (entry === undefined) throw new Error(`kernel ${index} was not given to the pool`);
    const length = this.#field(entry, 2);
    this.integers(entry + headerBytes + length);
    // A copy: modules are not compiled from shared memory.
    const { cells } = this.instantiate(this.#bytes.slice(entry + headerBytes, entry + headerBytes + length));
    if (index >= this.table.length) this.table.grow(index + 1 - this.table.length + 64);
    this.table.set(index, cells);
    this.#entries[index] = 0;
  }

  #field(entry: number, place: number): number {
    return (this.integers(entry + headerBytes)[entry / 4 + place] as number) >>> 0;
  }
}

function serve(start: Start, native: NativeCall | undefined): void {
  const { mailbox } = start;
  const kernels = new Kernels(start);
  const dispatch = kernels.instantiate(start.dispatcher)['run'] as Dispatch;
  const progress = mailbox.progress.byteOffset;

  const run = (address: number, count: number): void => {
    kernels.readLog();
    const integers = kernels.integers(address + count * commandBytes);
    let first = 0;
    for (let command = 0; command < count; command++) {
      const at = address / 4 + command * 2;
      const index = integers[at] as number;
      if (index >= 0) kernels.need(index);
      else {
        if (native === undefined) throw new Error('the lane has a native call, and the pool has no extension');
        if (command > first) dispatch(address + first * commandBytes, command - first, progress);
        native((integers[at + 1] as number) >>> 0);
        mailbox.progress[0] = (mailbox.progress[0] as number) + 1;
        first = command + 1;
      }
    }
    if (count > first) dispatch(address + first * commandBytes, count - first, progress);
  };

  Atomics.store(mailbox.state, 0, 1);
  for (let job = 0; ; ) {
    job = nextJob(start, job);
    Atomics.store(mailbox.taken, 0, job);
    mailbox.messageLength[0] = 0;
    const begin = platform.performance.now();
    try {
      run((mailbox.lane[0] as number) >>> 0, mailbox.lane[1] as number);
    } catch (error) {
      report(start, error);
    }
    mailbox.time[0] = platform.performance.now() - begin;
    Atomics.store(mailbox.done, 0, job);
    if (Atomics.load(mailbox.callerSleeps, 0) === 1) Atomics.notify(mailbox.done, 0);
  }
}

/** Waits until there is another job than the last one. */
function nextJob({ mailbox: { job, workerSleeps } }: Start, last: number): number {
  for (;;) {
    const end = platform.performance.now() + spinMilliseconds;
    for (let turn = 1; turn % 32 !== 0 || platform.performance.now() < end; turn++) {
      const next = Atomics.load(job, 0);
      if (next !== last) return next;
      pause();
    }
    // The caller writes the job before it looks whether this thread sleeps: either it sees that, or the wait ends at once.
    Atomics.store(workerSleeps, 0, 1);
    Atomics.wait(job, 0, last);
    Atomics.store(workerSleeps, 0, 0);
  }
}

function report({ mailbox: { message, messageLength } }: Start, error: unknown): void {
  const text = String(error);
  const length = Math.min(text.length, message.length);
  for (let index = 0; index < length; index++) message[index] = text.charCodeAt(index);
  messageLength[0] = length;
}

async function begin(start: Start): Promise<void> {
  try {
    const { extension, memory } = start;
    let native: NativeCall | undefined;
    if (extension !== undefined) {
      const { create } = await import(/* @vite-ignore */ /* webpackIgnore: true */ extension.url);
      native = create(memory, extension.data);
    }
    serve(start, native);
  } catch (error) {
    report(start, error);
    Atomics.store(start.mailbox.state, 0, 2);
  }
}

const { process } = platform;
if (process?.versions?.node === undefined) platform.onmessage = ({ data }) => void begin(data);
else void begin(process.getBuiltinModule('node:worker_threads').workerData);
