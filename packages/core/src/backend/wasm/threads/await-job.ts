import type { Mailbox } from './mailbox.js';

/** How long the caller waits, in milliseconds. */
export interface Patience {
  /** Until the worker takes the job: longer than any processor is busy elsewhere. */
  readonly start: number;
  /** Until it has done one more command. */
  readonly command: number;
}

type Atomic = typeof Atomics & { readonly pause?: () => void };

const { performance } = globalThis as unknown as { readonly performance: { now(): number } };
const pause = (Atomics as Atomic).pause ?? (() => undefined);

/** Lanes mostly end at about the same time, and waking a thread takes a tenth of a millisecond. */
const spinMilliseconds = 0.3;
/** After so long it looks for signs of life. */
const sliceMilliseconds = 50;

/** Whether this thread may sleep. The main thread of a browser may not. */
export function maySleep(): boolean {
  try {
    // The value is another one: this returns at once, or throws.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Waits until a worker has done its job.
 *
 * Time counts in slices, and a slice counts as such even where the clock went on for longer: a machine that was asleep
 * takes nothing from the worker's time.
 *
 * @returns what it waited for in vain; undefined where the job is done
 */
export function awaitJob(mailbox: Mailbox, job: number, patience: Patience, sleeps: boolean): string | undefined {
  if (spin(mailbox, job, spinMilliseconds)) return undefined;
  let isTaken = false;
  let progress = 0;
  let silence = 0;
  for (;;) {
    if (sleeps ? sleep(mailbox, job) : spin(mailbox, job, sliceMilliseconds)) return undefined;
    const wasTaken = isTaken;
    const before = progress;
    isTaken = Atomics.load(mailbox.taken, 0) === job;
    progress = Atomics.load(mailbox.progress, 0);
    silence = isTaken === wasTaken && progress === before ? silence + sliceMilliseconds : 0;
    if (!isTaken && silence > patience.start) return `did not take its work within ${seconds(patience.start)}`;
    if (isTaken && silence > patience.command) return `did not end a command within ${seconds(patience.command)}`;
  }
}

function isDone({ done }: Mailbox, job: number): boolean {
  return Atomics.load(done, 0) === job;
}

function spin(mailbox: Mailbox, job: number, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  for (let turn = 1; turn % 32 !== 0 || performance.now() < end; turn++) {
    if (isDone(mailbox, job)) return true;
    pause();
  }
  return false;
}

function sleep(mailbox: Mailbox, job: number): boolean {
  const { callerSleeps, done } = mailbox;
  // The worker writes `done` before it looks whether the caller sleeps: either it sees that, or the wait ends at once.
  Atomics.store(callerSleeps, 0, 1);
  const before = Atomics.load(done, 0);
  if (before !== job) Atomics.wait(done, 0, before, sliceMilliseconds);
  Atomics.store(callerSleeps, 0, 0);
  return isDone(mailbox, job);
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
