import { describeMachine, environmentFor, type Machine, processorFlags } from './machine.js';
import type { Options } from './options.js';
import type { RunOptions } from './runner.js';
import { detectSystems } from './systems/index.js';
import { isMissing, type Missing, type System } from './systems/system.js';

/** What a benchmark runs on: the machine, the systems that are there, and how they are to be run. */
export interface Setting {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly systems: readonly System[];
  readonly missing: readonly Missing[];
  readonly runOptions: RunOptions;
  readonly notes: readonly string[];
}

export async function prepareSetting({ peers, reference, threads, rounds }: Options): Promise<Setting> {
  const detected = await detectSystems(peers, reference);
  const systems = detected.filter((each): each is System => !isMissing(each));
  const versions: Record<string, string> = { node: process.version.slice(1) };
  for (const system of systems) Object.assign(versions, system.versions);
  const flags = processorFlags();
  const environment = environmentFor(threads, flags, versions['openblasCore']);
  const notes: string[] = [];
  const core = environment['OPENBLAS_CORETYPE'];
  if (core !== undefined) {
    const why = process.env['OPENBLAS_CORETYPE'] === undefined ? '' : ', as the environment says';
    notes.push(`OPENBLAS_CORETYPE is ${core} for every system${why}`);
    delete versions['openblasCore'];
  }
  return {
    machine: describeMachine(flags),
    versions,
    systems,
    missing: detected.filter(isMissing),
    runOptions: {
      environment,
      threads,
      rounds,
      timeoutMs: 30_000,
      roundMs: 30,
      warmUpMs: 700,
      budgetMs: 3500,
      memory: { steps: 2000, seconds: 25 },
    },
    notes,
  };
}
