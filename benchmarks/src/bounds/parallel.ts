import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Problem } from '../problems.js';

/** Makes one thread's part of the work, as a function of the turn. */
export type MakeShare = (problem: Problem, parts: number) => Promise<(turn: number) => void>;

/** What a worker is started with. */
export interface WorkerTask {
  /** The module that exports `makeShare`. */
  readonly module: string;
  readonly problem: Problem;
  readonly parts: number;
  readonly control: Int32Array<SharedArrayBuffer>;
}

/** The cells of the control array: the number of turns begun, the turn, and how many shares were finished in all. */
export const begun = 0;
export const turnCell = 1;
export const finished = 2;

/**
 * Runs the shares of a module in this thread and in `threads` − 1 workers, all at a time: a turn is over when each of them
 * is. This thread spins until then, because a bound must not wait for the operating system.
 */
export async function inParallel(module: URL, problem: Problem, threads: number): Promise<(turn: number) => void> {
  const { makeShare } = (await import(module.href)) as { readonly makeShare: MakeShare };
  const own = await makeShare(problem, threads);
  if (threads === 1) return own;
  const control = new Int32Array(new SharedArrayBuffer(12));
  const task: WorkerTask = { module: module.href, problem, parts: threads, control };
  for (let worker = 1; worker < threads; worker++) {
    const thread = new Worker(new URL('./worker.js', import.meta.url), { workerData: task });
    await once(thread, 'message');
    thread.unref();
  }
  let turns = 0;
  return (turn) => {
    turns++;
    Atomics.store(control, turnCell, turn);
    Atomics.store(control, begun, turns);
    Atomics.notify(control, begun);
    own(turn);
    while (Atomics.load(control, finished) < turns * (threads - 1));
  };
}
