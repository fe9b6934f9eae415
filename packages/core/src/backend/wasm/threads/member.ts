import type { Lane } from '../command-list.js';
import { awaitJob, type Patience } from './await-job.js';
import { failureIn } from './mailbox.js';
import type { Start } from './start.js';
import { type StartedWorker, startWorker } from './start-worker.js';

/** Enough for a worker to stop that was told to. */
const stopMilliseconds = 1000;

/** A worker as the caller sees it. */
export class Member {
  readonly #start: Start;
  readonly #worker: StartedWorker;
  #end: string | undefined;
  #job = 0;

  /** @throws Error where the platform refuses to start it */
  constructor(start: Start) {
    this.#start = start;
    this.#worker = startWorker(start, (reason) => {
      this.#end ??= reason;
    });
  }

  /** Whether it has started, as far as shared memory tells. */
  get serves(): boolean {
    return Atomics.load(this.#start.mailbox.state, 0) === 1;
  }

  /** Why it is not there any more, or never was; undefined as long as nothing is known to be wrong. */
  get end(): string | undefined {
    const { mailbox } = this.#start;
    if (Atomics.load(mailbox.state, 0) === 2) return failureIn(mailbox);
    return this.#end;
  }

  /** Lets it run a lane. */
  give({ address, count }: Lane): void {
    const { job, lane, workerSleeps } = this.#start.mailbox;
    this.#job = (this.#job + 1) | 0;
    lane[0] = address;
    lane[1] = count;
    Atomics.store(job, 0, this.#job);
    if (Atomics.load(workerSleeps, 0) === 1) Atomics.notify(job, 0);
  }

  /** Waits until it has run the lane. Returns why it did not, if so: a command failed, or the worker is lost. */
  await(patience: Patience, sleeps: boolean): { readonly failed?: string; readonly lost?: string } {
    const { mailbox } = this.#start;
    const lost = awaitJob(mailbox, this.#job, patience, sleeps);
    if (lost !== undefined) {
      this.terminate();
      // If it is not dead but stuck, it must not write any more when the caller goes on.
      awaitJob(mailbox, this.#job, { start: stopMilliseconds, command: stopMilliseconds }, sleeps);
      return { lost };
    }
    const failed = failureIn(mailbox);
    return failed === undefined ? {} : { failed };
  }

  /** How many milliseconds its last lane took. */
  get time(): number {
    return this.#start.mailbox.time[0] as number;
  }

  terminate(): void {
    this.#worker.terminate();
  }
}
