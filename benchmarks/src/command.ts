import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPeers } from './install-peers.js';
import { type Options, parseOptions, UsageError } from './options.js';
import type { Outcome } from './outcome.js';
import { hasErrors, type Report, render, toJson } from './report.js';
import { runBenchmark } from './runner.js';
import { measureScaling } from './scaling/measure-scaling.js';
import { scalingSvg } from './scaling/picture.js';
import { writePicture } from './scaling/write-picture.js';
import { prepareSetting, type Setting } from './setting.js';

/** Where the command writes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Workloads that would begin later are left out, so that a run ends within a quarter of an hour. */
const lastStartMs = 12 * 60 * 1000;

/** Runs the command: exit status 0, 1 where a system went wrong or a result differed, 2 for a wrong command line. */
export async function runCommand(args: readonly string[], output: Output): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    (error.status === 0 ? output.out : output.err)(error.message);
    return error.status;
  }
  if (options.installPeers) return installPeers();
  if (options.scaling !== undefined) return scale(options, options.scaling, output);
  return compare(options, output);
}

/** The first benchmark: every workload on every system. */
async function compare(options: Options, { out, err }: Output): Promise<number> {
  const start = performance.now();
  const setting = await prepareSetting(options);
  const outcomes: Outcome[] = [];
  const late: string[] = [];
  for (const benchmark of options.benchmarks) {
    if (performance.now() - start > lastStartMs) {
      late.push(`${benchmark.name}: left out, the time of the run was over`);
      continue;
    }
    err(`${benchmark.name} …\n`);
    outcomes.push(...(await runBenchmark(benchmark, setting.systems, setting.runOptions)));
  }
  const report: Report = {
    ...setting,
    machine: { ...setting.machine, threads: options.threads },
    outcomes,
    notes: [...setting.notes, ...late],
  };
  out(render(report));
  if (options.json !== undefined) writeJson(options.json, toJson(report));
  return hasErrors(report) ? 1 : 0;
}

/** The second benchmark: how the cost grows. Of the peers, only PyTorch takes part. */
async function scale(options: Options, folder: string, { out, err }: Output): Promise<number> {
  const setting = await prepareSetting({ ...options, peers: options.peers.filter((name) => name === 'torch') });
  const drawn = ['adjoint-wasm', 'adjoint-blas', 'torch'];
  const systems = setting.systems.filter(({ name }) => drawn.includes(name));
  const { rows, gaps } = await measureScaling(systems, setting.runOptions, err);
  const { machine, versions } = setting;
  for (const { workload, system, why } of gaps) err(`${system}, ${workload}: ${why}\n`);
  const paths = writePicture(scalingSvg(rows, subtitleOf(setting)), folder, 'scaling');
  writeJson(options.json ?? join(folder, 'scaling.json'), { machine, versions, rows, gaps });
  for (const path of paths) out(`${path}\n`);
  return gaps.length > 0 ? 1 : 0;
}

function subtitleOf({ machine, versions }: Setting): string {
  const torch = versions['torch'] === undefined ? '' : `, PyTorch ${versions['torch']}`;
  return `${machine.cpu}, ${machine.cores} cores, ${machine.instructions}; Node ${versions['node']}${torch}`;
}

function writeJson(path: string, content: unknown): void {
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}
