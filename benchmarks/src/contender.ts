import { threadVariables } from './machine.js';
import type { MemoryGrowth, Outcome } from './outcome.js';
import type { Problem } from './problems.js';
import { LateError, type Readings, UnsupportedError } from './protocol.js';
import { median, type Pace } from './statistics.js';
import { type ProcessOptions, SystemProcess } from './system-process.js';
import type { System } from './systems/system.js';

/** A system within one workload: what it measured, or why it was taken out. */
export class Contender {
  readonly system: System;
  readonly times: number[] = [];
  process: SystemProcess | undefined;
  checks: readonly Readings[] = [];
  pace: Pace = { runs: 1, rounds: 1 };
  memory: MemoryGrowth | undefined;
  /** How often its rounds found a plan in the cache, and how often they had to make one. */
  readonly plans = { hits: 0, misses: 0 };
  #failure: { readonly reason: string } | { readonly error: string } | undefined;

  constructor(system: System) {
    this.system = system;
  }

  get active(): boolean {
    return this.#failure === undefined;
  }

  /** Does something with the system unless it is out; whatever goes wrong takes it out. */
  async attempt(action: () => Promise<void>): Promise<void> {
    if (!this.active) return;
    try {
      await action();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // That a peer is slow is its own affair; that Adjoint is, is a mistake.
      const harmless = error instanceof UnsupportedError || (error instanceof LateError && this.system.role === 'peer');
      this.#failure = harmless ? { reason: message } : { error: message };
      this.process?.stop();
    }
  }

  /** Starts its process and lets it make the problem ready. */
  async start(problem: Problem, options: ProcessOptions & { readonly threads: number }): Promise<SystemProcess> {
    const threads = this.system.threads ?? options.threads;
    const environment = { ...options.environment, ...threadVariables(threads) };
    this.process = new SystemProcess(this.system, { ...options, environment });
    await this.process.ask({ do: 'prepare', problem, threads });
    return this.process;
  }

  outcome(workload: string): Outcome {
    const { system, times, memory, plans } = this;
    const runs = plans.hits + plans.misses;
    if (this.#failure !== undefined) return { workload, system: system.name, ...this.#failure };
    return {
      workload,
      system: system.name,
      medianMs: median(times),
      minMs: Math.min(...times),
      rounds: times.length,
      ...(memory === undefined ? {} : { memory }),
      ...(runs === 0 ? {} : { planHitRate: plans.hits / runs }),
    };
  }
}
