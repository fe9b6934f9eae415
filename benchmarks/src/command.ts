import { writeFileSync } from 'node:fs';
import { installPeers } from './install-peers.js';
import { describeMachine, environmentFor, processorFlags } from './machine.js';
import { type Options, parseOptions, UsageError } from './options.js';
import { hasErrors, type Outcome, type Report, render, toJson } from './report.js';
import { type RunOptions, runBenchmark } from './runner.js';
import { detectSystems } from './systems/index.js';
import { isMissing, type System } from './systems/system.js';

/** Where the command writes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Workloads that would begin later are left out, so that a run ends within a quarter of an hour. */
const lastStartMs = 12 * 60 * 1000;

/** Runs the command: exit status 0, 1 where a system went wrong or a result differed, 2 for a wrong command line. */
export async function runCommand(args: readonly string[], { out, err }: Output): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    (error.status === 0 ? out : err)(error.message);
    return error.status;
  }
  if (options.installPeers) return installPeers();
  const report = await measure(options, err);
  out(render(report));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(toJson(report), null, 2)}\n`);
  return hasErrors(report) ? 1 : 0;
}

async function measure(options: Options, progress: (text: string) => void): Promise<Report> {
  const start = performance.now();
  const { threads, rounds } = options;
  const detected = await detectSystems(options.peers, options.reference);
  const systems = detected.filter((each): each is System => !isMissing(each));
  const versions: Record<string, string> = { node: process.version.slice(1) };
  for (const system of systems) Object.assign(versions, system.versions);
  const flags = processorFlags();
  const environment = environmentFor(threads, flags, versions['openblasCore']);
  const runOptions: RunOptions = {
    environment,
    threads,
    rounds,
    timeoutMs: 60_000,
    roundMs: 30,
    warmUpMs: 700,
    budgetMs: 3500,
    memory: { steps: 2000, seconds: 25 },
  };
  const machine = { ...describeMachine(flags), threads };
  const outcomes: Outcome[] = [];
  const notes: string[] = [];
  for (const benchmark of options.benchmarks) {
    if (performance.now() - start > lastStartMs) {
      notes.push(`${benchmark.name}: left out, the time of the run was over`);
      continue;
    }
    progress(`${benchmark.name} …\n`);
    outcomes.push(...(await runBenchmark(benchmark, systems, runOptions)));
  }
  const core = environment['OPENBLAS_CORETYPE'];
  if (core !== undefined) notes.push(`OPENBLAS_CORETYPE is ${core} for every system`);
  return { machine, versions, systems, missing: detected.filter(isMissing), outcomes, notes };
}
