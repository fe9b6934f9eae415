import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Benchmark, benchmarks } from './problems.js';
import { resultsFolder } from './systems/folders.js';
import { peerNames } from './systems/index.js';

export interface Options {
  readonly benchmarks: readonly Benchmark[];
  readonly peers: readonly string[];
  readonly threads: number;
  readonly rounds: number;
  readonly json: string | undefined;
  readonly reference: boolean;
  readonly installPeers: boolean;
  /** Where the picture of the second benchmark goes; undefined where the first one is to run. */
  readonly scaling: string | undefined;
}

/** The command line is wrong, or asks for help: the text to print and the exit status. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly status: number;

  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

interface Parsed extends Omit<Options, 'benchmarks' | 'json' | 'threads' | 'scaling'> {
  readonly only: readonly Benchmark[];
  readonly threads: string;
  readonly json?: string;
  readonly scaling?: string;
}

/** @throws UsageError */
export function parseOptions(args: readonly string[]): Options {
  let printed = '';
  const collect = (text: string): void => {
    printed += text;
  };
  const command = new Command('npm run bench --')
    .description('Times Adjoint and its peers side by side, in one run with interleaved rounds.')
    .addOption(
      new Option('--only <names>', `workloads, or families of them: ${benchmarks.map(({ name }) => name).join(', ')}`)
        .argParser(selectBenchmarks)
        .default(benchmarks, 'all'),
    )
    .addOption(
      new Option('--peers <names>', `of ${peerNames.join(', ')}; or none`)
        .argParser(selectPeers)
        .default(peerNames, 'all'),
    )
    .addOption(new Option('--threads <count>', 'threads of each system').choices(['1', '2']).default('1'))
    .option('--rounds <count>', 'the most rounds of a system', parseRounds, 15)
    .option('--json <file>', 'write the figures to a file, too')
    .option('--reference', 'run the reference backend on large workloads, too', false)
    .addOption(
      new Option('--scaling [folder]', 'draw how the cost of a run grows, in place of the table').preset(resultsFolder),
    )
    .option('--install-peers', 'install the peers from npm, and do nothing else', false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: collect, writeErr: collect });
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new UsageError(printed, error.exitCode === 0 ? 0 : 2);
  }
  const { only, json, threads, scaling, ...rest } = command.opts<Parsed>();
  return { ...rest, threads: Number(threads), benchmarks: only, json, scaling };
}

function selectBenchmarks(text: string): Benchmark[] {
  const names = text.split(',');
  const belongs = (benchmark: Benchmark, name: string): boolean =>
    benchmark.name === name || benchmark.name.startsWith(`${name}-`);
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => belongs(benchmark, name)));
  if (unknown.length > 0) {
    const known = benchmarks.map(({ name }) => name).join(', ');
    throw new InvalidArgumentError(`There is no workload '${unknown.join("', '")}'; the workloads are: ${known}.`);
  }
  return benchmarks.filter((benchmark) => names.some((name) => belongs(benchmark, name)));
}

function selectPeers(text: string): readonly string[] {
  if (text === 'none') return [];
  const names = text.split(',');
  const unknown = names.filter((name) => !peerNames.includes(name));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(
      `There is no peer '${unknown.join("', '")}'; the peers are: ${peerNames.join(', ')}.`,
    );
  }
  return peerNames.filter((name) => names.includes(name));
}

function parseRounds(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw new InvalidArgumentError('Give a whole number from 1 to 1000.');
}
