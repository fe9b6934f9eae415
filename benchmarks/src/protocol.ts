import type { Problem } from './problems.js';

/**
 * What the runner and a system's process say to each other: one JSON object a line, requests on the process's standard
 * input, one reply for each on its standard output. Everything else that a system prints belongs on standard error.
 */
export type Request =
  /** Makes inputs, weights and whatever is compiled ahead. */
  | { readonly do: 'prepare'; readonly problem: Problem; readonly threads: number }
  /** Runs the first turns from the initial state, and reads what each gave. */
  | { readonly do: 'check'; readonly turns: number }
  /** Runs once outside the clock and `runs` times inside, then reads what the last one gave. */
  | { readonly do: 'round'; readonly runs: number }
  /** Runs up to `steps` times, for at most so many seconds, and tells what the process holds. */
  | { readonly do: 'memory'; readonly steps: number; readonly seconds: number };

/** Numbers that systems must agree on, by name: a loss, checksums of large results. */
export type Readings = Readonly<Record<string, number>>;

/** What a process holds at one moment, after a forced collection; null where the system cannot tell. */
export interface Holding {
  /** WebAssembly's linear memories. */
  readonly linear: number | null;
  /** The garbage-collected heap and what it keeps outside, without linear memories. */
  readonly heap: number | null;
}

export interface MemoryReport {
  readonly steps: number;
  /** Per step. */
  readonly ms: number;
  /** The largest resident memory of the process, in bytes. */
  readonly peak: number;
  readonly half: Holding;
  readonly end: Holding;
}

/** How often a graph found its plan in the cache, and how often one had to be made. */
export interface PlanCounts {
  readonly hits: number;
  readonly misses: number;
}

export interface RoundReport {
  /** Per run. */
  readonly ms: number;
  /** The turn of the last run; it has input set `turn % sets`. */
  readonly turn: number;
  readonly readings: Readings;
  /** Of the runs inside the clock, where the system has such a cache. */
  readonly plans?: PlanCounts;
}

/** The reply to each request; any of them may be refused or fail. */
export interface Replies {
  readonly prepare: { readonly ready: true };
  readonly check: { readonly checks: readonly Readings[] };
  readonly round: RoundReport;
  readonly memory: MemoryReport;
}

export type Refusal = { readonly unsupported: string } | { readonly error: string };

/** A system says what nobody understands. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** A system does not answer in time. */
export class LateError extends Error {
  override readonly name = 'LateError';
}

/** A system cannot do a workload; the message says why. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}

/** A line of the protocol. JSON has no NaN: such numbers become null, and the reader refuses them. */
export function encode(message: Request | Replies[keyof Replies] | Refusal): string {
  return `${JSON.stringify(message)}\n`;
}

/** Reads a reply, or throws what the system has to say instead. */
export function decodeReply<K extends keyof Replies>(request: K, line: string): Replies[K] {
  let reply: unknown;
  try {
    reply = JSON.parse(line);
  } catch {
    throw new ProtocolError(`the reply to '${request}' is no JSON: ${abbreviate(line)}`);
  }
  if (!isObject(reply)) throw new ProtocolError(`the reply to '${request}' is no object: ${abbreviate(line)}`);
  if (typeof reply['unsupported'] === 'string') throw new UnsupportedError(reply['unsupported']);
  if (typeof reply['error'] === 'string') throw new Error(reply['error']);
  if (!isReply[request](reply)) {
    throw new ProtocolError(
      `the reply to '${request}' lacks a field, or has a number that is not finite: ${abbreviate(line)}`,
    );
  }
  return reply as unknown as Replies[K];
}

type Fields = Readonly<Record<string, unknown>>;

const isReply: Readonly<Record<keyof Replies, (reply: Fields) => boolean>> = {
  prepare: ({ ready }) => ready === true,
  check: ({ checks }) => Array.isArray(checks) && checks.length > 0 && checks.every(isReadings),
  round: ({ ms, turn, readings, plans }) =>
    isTime(ms) && Number.isInteger(turn) && isReadings(readings) && (plans === undefined || isReadings(plans)),
  memory: ({ steps, ms, peak, half, end }) =>
    Number.isInteger(steps) && isTime(ms) && Number.isFinite(peak) && isHolding(half) && isHolding(end),
};

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) > 0;
}

function isReadings(value: unknown): boolean {
  return (
    isObject(value) && Object.keys(value).length > 0 && Object.values(value).every((each) => Number.isFinite(each))
  );
}

function isHolding(value: unknown): boolean {
  const fits = (each: unknown): boolean => each === null || Number.isFinite(each);
  return isObject(value) && fits(value['linear']) && fits(value['heap']);
}

function abbreviate(line: string): string {
  return line.length > 200 ? `${line.slice(0, 200)} …` : line;
}
