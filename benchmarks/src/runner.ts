import { Contender } from './contender.js';
import { Judge } from './judge.js';
import type { Outcome } from './outcome.js';
import type { Benchmark } from './problems.js';
import { paceFor, takesPart } from './statistics.js';
import { type ProcessOptions, type SystemProcess, timeProcess } from './system-process.js';
import type { System } from './systems/system.js';

export interface RunOptions extends ProcessOptions {
  readonly threads: number;
  /** The most rounds of a system. */
  readonly rounds: number;
  /** How long the clocked part of a round should be: a run that is shorter is repeated. */
  readonly roundMs: number;
  /** How long a system is warmed up. */
  readonly warmUpMs: number;
  /** How long all rounds of a system may take together; it has fewer where they would take longer. */
  readonly budgetMs: number;
  /** The length of the memory benchmark. */
  readonly memory: { readonly steps: number; readonly seconds: number };
}

/** Measures a workload on all systems side by side. */
export async function runBenchmark(
  benchmark: Benchmark,
  systems: readonly System[],
  options: RunOptions,
): Promise<Outcome[]> {
  // A bound is a time of computing alone: it has no process to start, and no memory to hold.
  const asked = benchmark.mode === 'rounds' ? systems : systems.filter(({ role }) => role !== 'bound');
  const skipped = asked.filter(({ smallOnly }) => smallOnly === true && !benchmark.small);
  const contenders = asked.filter((system) => !skipped.includes(system)).map((system) => new Contender(system));
  const judge = new Judge(benchmark);
  try {
    if (benchmark.mode === 'rounds') await inRounds(benchmark, contenders, judge, options);
    if (benchmark.mode === 'process') await asProcesses(benchmark, contenders, judge, options);
    if (benchmark.mode === 'memory') await forMemory(benchmark, contenders, judge, options);
  } finally {
    for (const { process } of contenders) process?.stop();
  }
  const outcomes = new Map(contenders.map((each) => [each.system, each.outcome(benchmark.name)]));
  return asked.map(
    (system) =>
      outcomes.get(system) ?? {
        workload: benchmark.name,
        system: system.name,
        reason: 'runs small workloads only; --reference runs it on all',
      },
  );
}

async function inRounds(
  { problem }: Benchmark,
  contenders: readonly Contender[],
  judge: Judge,
  options: RunOptions,
): Promise<void> {
  for (const contender of contenders) {
    await contender.attempt(async () => {
      const process = await contender.start(problem, options);
      contender.checks = (await process.ask({ do: 'check', turns: problem.sets })).checks;
      judge.compare(contender.system, contender.checks);
      contender.pace = paceFor(await warmUp(process, options), options);
      process.pause();
    });
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const contender of contenders) {
      if (!takesPart(round, contender.pace.rounds, options.rounds)) continue;
      await contender.attempt(async () => {
        const process = contender.process as SystemProcess;
        process.resume();
        const { ms, turn, readings, plans } = await process.ask({ do: 'round', runs: contender.pace.runs });
        process.pause();
        judge.compareRound(contender.checks, turn, readings);
        contender.times.push(ms);
        contender.plans.hits += plans?.hits ?? 0;
        contender.plans.misses += plans?.misses ?? 0;
      });
    }
  }
}

/** Runs for a while, in rounds that double, and returns how long a run takes in the end. */
async function warmUp(process: SystemProcess, { warmUpMs, roundMs }: RunOptions): Promise<number> {
  const start = performance.now();
  for (let runs = 1; ; ) {
    const { ms } = await process.ask({ do: 'round', runs });
    if (performance.now() - start >= warmUpMs) return ms;
    runs = Math.max(1, Math.min(2 * runs, Math.round(roundMs / ms)));
  }
}

async function asProcesses(
  { problem }: Benchmark,
  contenders: readonly Contender[],
  judge: Judge,
  options: RunOptions,
): Promise<void> {
  const args = ['--once', JSON.stringify(problem), String(options.threads)];
  // One more than is counted: the first one reads the files from the disk.
  const rounds = 1 + Math.min(7, options.rounds);
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      await contender.attempt(async () => {
        const { ms, readings } = await timeProcess(contender.system, args, options);
        judge.compare(contender.system, readings.checks);
        if (round > 0) contender.times.push(ms);
      });
    }
  }
}

async function forMemory(
  { problem }: Benchmark,
  contenders: readonly Contender[],
  judge: Judge,
  options: RunOptions,
): Promise<void> {
  const { steps, seconds } = options.memory;
  for (const contender of contenders) {
    await contender.attempt(async () => {
      // Some time more than the steps have, for the one in which the time runs out.
      const timeoutMs = options.timeoutMs + 1000 * seconds;
      const process = await contender.start(problem, { ...options, timeoutMs });
      judge.compare(contender.system, (await process.ask({ do: 'check', turns: problem.sets })).checks);
      const { ms, half, end, ...rest } = await process.ask({ do: 'memory', steps, seconds });
      process.stop();
      contender.times.push(ms);
      contender.memory = {
        steps: rest.steps,
        peakBytes: rest.peak,
        linearGrowth: growth(half.linear, end.linear),
        heapGrowth: growth(half.heap, end.heap),
      };
    });
  }
}

/** By what part a size grew; null where it is not known. */
function growth(before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  return before === after ? 0 : after / before - 1;
}
