import { disagreement } from './agreement.js';
import type { Benchmark } from './problems.js';
import { LateError, type Readings, UnsupportedError } from './protocol.js';
import type { MemoryGrowth, Outcome } from './report.js';
import { median, type Pace, paceFor, takesPart } from './statistics.js';
import { type ProcessOptions, SystemProcess, timeProcess } from './system-process.js';
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
  const skipped = systems.filter(({ smallOnly }) => smallOnly === true && !benchmark.small);
  const contenders = systems.filter((system) => !skipped.includes(system)).map((system) => new Contender(system));
  const judge = new Judge(benchmark);
  try {
    if (benchmark.mode === 'rounds') await inRounds(benchmark, contenders, judge, options);
    if (benchmark.mode === 'process') await asProcesses(benchmark, contenders, judge, options);
    if (benchmark.mode === 'memory') await forMemory(benchmark, contenders, judge, options);
  } finally {
    for (const { process } of contenders) process?.stop();
  }
  const outcomes = new Map(contenders.map((each) => [each.system, each.outcome(benchmark.name)]));
  return systems.map(
    (system) =>
      outcomes.get(system) ?? {
        workload: benchmark.name,
        system: system.name,
        reason: 'runs small workloads only; --reference runs it on all',
      },
  );
}

/** A system within one workload: what it measured, or why it was taken out. */
class Contender {
  readonly system: System;
  readonly times: number[] = [];
  process: SystemProcess | undefined;
  checks: readonly Readings[] = [];
  pace: Pace = { runs: 1, rounds: 1 };
  memory: MemoryGrowth | undefined;
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

  outcome(workload: string): Outcome {
    const { system, times, memory } = this;
    if (this.#failure !== undefined) return { workload, system: system.name, ...this.#failure };
    return {
      workload,
      system: system.name,
      medianMs: median(times),
      minMs: Math.min(...times),
      rounds: times.length,
      ...(memory === undefined ? {} : { memory }),
    };
  }
}

/** Holds every system to the results of the first one of Adjoint that computed the workload. */
class Judge {
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

async function inRounds(
  { problem }: Benchmark,
  contenders: readonly Contender[],
  judge: Judge,
  options: RunOptions,
): Promise<void> {
  for (const contender of contenders) {
    await contender.attempt(async () => {
      contender.process = new SystemProcess(contender.system, options);
      await contender.process.ask({ do: 'prepare', problem, threads: options.threads });
      contender.checks = (await contender.process.ask({ do: 'check', turns: problem.sets })).checks;
      judge.compare(contender.system, contender.checks);
      contender.pace = paceFor(await warmUp(contender.process, options), options);
      contender.process.pause();
    });
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const contender of contenders) {
      if (!takesPart(round, contender.pace.rounds, options.rounds)) continue;
      await contender.attempt(async () => {
        const process = contender.process as SystemProcess;
        process.resume();
        const { ms, turn, readings } = await process.ask({ do: 'round', runs: contender.pace.runs });
        process.pause();
        judge.compareRound(contender.checks, turn, readings);
        contender.times.push(ms);
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
      contender.process = new SystemProcess(contender.system, { ...options, timeoutMs });
      await contender.process.ask({ do: 'prepare', problem, threads: options.threads });
      judge.compare(contender.system, (await contender.process.ask({ do: 'check', turns: problem.sets })).checks);
      const { ms, half, end, ...rest } = await contender.process.ask({ do: 'memory', steps, seconds });
      contender.process.stop();
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
