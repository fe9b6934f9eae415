import { isRow, type Outcome, type Row } from '../outcome.js';
import { type RunOptions, runBenchmark } from '../runner.js';
import type { System } from '../systems/system.js';
import { benchmarkAt, type Sweep, sweeps } from './sweeps.js';

/** A figure of the second benchmark: a row, with the size that it belongs to. */
export interface ScalingRow extends Row {
  readonly sweep: string;
  readonly size: number;
  readonly threads: number;
}

/** What went wrong, or could not be measured, at some size. */
export interface ScalingGap {
  readonly workload: string;
  readonly system: string;
  readonly why: string;
}

export interface Scaling {
  readonly rows: readonly ScalingRow[];
  readonly gaps: readonly ScalingGap[];
}

/** Shorter than in the first benchmark, for there are many points. */
const pace = { rounds: 7, roundMs: 20, warmUpMs: 300, budgetMs: 1500 };

/** Measures every size of every sweep, with all systems and thread counts side by side. */
export async function measureScaling(
  systems: readonly System[],
  options: RunOptions,
  progress: (text: string) => void,
): Promise<Scaling> {
  const rows: ScalingRow[] = [];
  const gaps: ScalingGap[] = [];
  for (const sweep of sweeps) {
    const contenders = contendersOf(sweep, systems);
    for (const size of sweep.sizes) {
      progress(`${sweep.name} ${size} …\n`);
      const outcomes = await runBenchmark(benchmarkAt(sweep, size), contenders, { ...options, ...pace });
      for (const [index, { threads = 1 }] of contenders.entries()) {
        const outcome = outcomes[index] as Outcome;
        if (isRow(outcome)) rows.push({ ...outcome, sweep: sweep.name, size, threads });
        else gaps.push({ ...outcome, why: 'error' in outcome ? outcome.error : outcome.reason });
      }
    }
  }
  return { rows, gaps };
}

/** Each system with each count of threads. Only Adjoint has a cache of plans. */
function contendersOf({ shows, threads }: Sweep, systems: readonly System[]): System[] {
  const fitting = shows === 'time' ? systems : systems.filter(({ name }) => name === 'adjoint-wasm');
  return fitting.flatMap((system) => threads.map((count) => ({ ...system, threads: count })));
}
