import { disagreement } from './agreement.js';
import type { Benchmark } from './problems.js';
import type { Readings } from './protocol.js';
import type { System } from './systems/system.js';

/** Holds every system to the results of the first one of Adjoint that computed the workload. */
export class Judge {
  readonly #benchmark: Benchmark;
  #expected: { readonly by: string; readonly checks: readonly Readings[] } | undefined;

  constructor(benchmark: Benchmark) {
    this.#benchmark = benchmark;
  }

  /** @throws Error where the readings are not the expected ones */
  compare({ name, role }: System, checks: readonly Readings[]): void {
    if (role === 'bound') return;
    this.#expected ??= { by: name, checks };
    const problem = disagreement(checks, this.#expected.checks, this.#benchmark.tolerance);
    if (problem !== undefined) throw new Error(`differs from ${this.#expected.by}: ${problem}`);
  }

  /** @throws Error where a round's result is not that of its input set before */
  compareRound(checks: readonly Readings[], turn: number, readings: Readings): void {
    const { repeats, problem, tolerance } = this.#benchmark;
    if (!repeats) return;
    const difference = disagreement([readings], [checks[turn % problem.sets] as Readings], tolerance);
    if (difference !== undefined) throw new Error(`gives another result in a later round: ${difference}`);
  }
}
