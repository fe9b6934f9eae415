import { linearSize, memoryOf } from './memory.js';
import type { Problem } from './problems.js';
import {
  type PlanCounts,
  type Readings,
  type Refusal,
  type Replies,
  type Request,
  UnsupportedError,
} from './protocol.js';

/** A problem, ready to be computed again and again. */
export interface Workload {
  /** Whatever must be made for the turns from `first` on that is no part of the work. */
  readonly arrange?: (first: number, count: number) => void;
  /** Computes turn number `turn`, on input set `turn % sets`. When it is over, all results are computed. */
  readonly run: (turn: number) => void | Promise<void>;
  /** Reads what the last run gave. */
  readonly read: () => Readings | Promise<Readings>;
  /** What the system's cache of plans has counted so far. */
  readonly plans?: () => PlanCounts;
}

/** Makes a problem ready, or throws an {@link UnsupportedError}. */
export type Prepare = (problem: Problem, threads: number) => Workload | Promise<Workload>;

/** A workload and how often it has run. */
export class Session {
  readonly #prepare: Prepare;
  #workload: Workload | undefined;
  #turn = 0;

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  async answer(request: Request): Promise<Replies[keyof Replies] | Refusal> {
    try {
      return await this.#reply(request);
    } catch (error) {
      if (error instanceof UnsupportedError) return { unsupported: error.message };
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Computes a problem once and reads it. */
  async once(problem: Problem, threads: number): Promise<Replies[keyof Replies] | Refusal> {
    const ready = await this.answer({ do: 'prepare', problem, threads });
    return 'ready' in ready ? this.answer({ do: 'check', turns: 1 }) : ready;
  }

  async #reply(request: Request): Promise<Replies[keyof Replies]> {
    if (request.do === 'prepare') {
      this.#workload = await this.#prepare(request.problem, request.threads);
      return { ready: true };
    }
    const workload = this.#workload;
    if (workload === undefined) throw new Error(`'${request.do}' came before 'prepare'`);
    switch (request.do) {
      case 'check':
        return { checks: await this.#check(workload, request.turns) };
      case 'round':
        return await this.#round(workload, request.runs);
      case 'memory':
        return await memoryOf(() => this.#run(workload, 1), request.steps, request.seconds, linearSize);
    }
  }

  async #check(workload: Workload, turns: number): Promise<Readings[]> {
    const checks: Readings[] = [];
    for (let count = 0; count < turns; count++) {
      await this.#run(workload, 1);
      checks.push(await workload.read());
    }
    return checks;
  }

  async #round(workload: Workload, runs: number): Promise<Replies['round']> {
    await this.#run(workload, 1);
    const before = workload.plans?.();
    const ms = (await this.#run(workload, runs)) / runs;
    const plans = workload.plans?.();
    return {
      ms,
      turn: this.#turn - 1,
      readings: await workload.read(),
      ...(before && plans ? { plans: { hits: plans.hits - before.hits, misses: plans.misses - before.misses } } : {}),
    };
  }

  /** Runs the next turns and returns how many milliseconds they took. */
  async #run(workload: Workload, runs: number): Promise<number> {
    workload.arrange?.(this.#turn, runs);
    const end = this.#turn + runs;
    const start = performance.now();
    for (; this.#turn < end; this.#turn++) {
      const pending = workload.run(this.#turn);
      if (pending !== undefined) await pending;
    }
    return performance.now() - start;
  }
}
