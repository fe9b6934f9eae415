import type { Guard } from './function-tracer.js';
import type { Trace } from './trace.js';

/** So many traces are kept; the least recently used go first. */
const mostTraces = 64;

/** A trace, and whether a second call has shown it to be the whole story. */
export interface Entry {
  readonly key: string;
  trace: Trace;
  isConfirmed: boolean;
}

/** The traces of one function: by its arguments, and by what else it asked for. */
export class TraceCache {
  /** In the order of their last use. */
  readonly #byKey = new Map<string, Entry[]>();
  #newest: Entry | undefined;
  #count = 0;

  /** The trace of calls like this one, where everything that the function asked for is as it was. */
  find(key: string): Entry | undefined {
    const newest = this.#newest;
    if (newest !== undefined && newest.key === key && holds(newest.trace)) return newest;
    const entries = this.#byKey.get(key);
    const found = entries?.find(({ trace }) => holds(trace));
    if (entries === undefined || found === undefined) return undefined;
    this.#byKey.delete(key);
    this.#byKey.set(key, entries);
    this.#newest = found;
    return found;
  }

  add(key: string, trace: Trace): void {
    const entry: Entry = { key, trace, isConfirmed: false };
    const entries = this.#byKey.get(key) ?? [];
    entries.push(entry);
    this.#byKey.delete(key);
    this.#byKey.set(key, entries);
    this.#newest = entry;
    this.#count++;
    if (this.#count <= mostTraces) return;
    const [oldest, list] = this.#byKey.entries().next().value as [string, Entry[]];
    list.shift();
    if (list.length === 0) this.#byKey.delete(oldest);
    this.#count--;
  }
}

function holds({ guards, trainable }: Trace): boolean {
  for (let index = 0; index < guards.length; index++) {
    const { read, value } = guards[index] as Guard;
    if (!Object.is(read(), value)) return false;
  }
  for (const [variable, was] of trainable) if (variable.trainable !== was) return false;
  return true;
}
