import { type AnyTensor, Generator, type Tree } from '@adjoint/core';
import { checkCount } from './checks.js';
import type { AbortSignalLike, Minimization, MinimizeOptions } from './minimization.js';
import { minimize } from './minimize.js';

/** What a run must tell: the value it reached, and whether it diverged. */
export interface RunResult {
  /** The loss it reached; the smallest wins. NaN and infinities never do. */
  readonly value: number;
  /** `'diverged'` keeps the run from winning; anything else does not matter. */
  readonly reason?: string;
}

/** How {@link randomRestarts} repeats. */
export interface RestartOptions {
  /** How many runs; 10 unless given. */
  readonly restarts?: number;
  /** A non-negative integer from which every run's own seed follows; 0 unless given. */
  readonly seed?: number;
  /** No further run is started once it is aborted. */
  readonly signal?: AbortSignalLike;
}

/** One run. */
export interface Restart<Result> {
  /** Which run it was, from 0. */
  readonly index: number;
  /** `new Generator(seed)` repeats this run alone. */
  readonly seed: number;
  /** The value it reached. */
  readonly value: number;
  /** Everything that the run returned. */
  readonly result: Result;
}

/** The best of several runs, and all of them. */
export interface RestartReport<Result> {
  /** The run with the smallest value, among those that did not diverge; of equal ones the first. */
  readonly best: Restart<Result>;
  /** Every run, in order. */
  readonly all: readonly Restart<Result>[];
}

/**
 * Minimises a function from several random starts and keeps the best minimum: gradient descent finds one valley, and
 * which one depends on where it starts.
 *
 * @param f the function; see {@link minimize}
 * @param init makes a start from a generator
 * @param options those of {@link minimize}, and how many restarts from which seed
 * @returns a promise of the best run and of all; the same seed gives the same digits
 * @throws Error where every run diverged; its `cause` holds them
 * @example
 * const { best, all } = await randomRestarts(
 *   (x: Tensor) => x.square().sub(1).square().add(x.mul(0.1)).sum(),
 *   (generator) => randomNormal([1], { generator }),
 *   { restarts: 8, seed: 1, learningRate: 0.05 },
 * );
 * best.result.minimum; // the deeper of two wells
 */
export function randomRestarts<T extends Tree>(
  f: (parameters: T) => AnyTensor,
  init: (generator: Generator, index: number) => T,
  options?: RestartOptions & MinimizeOptions<T>,
): Promise<RestartReport<Minimization<T>>>;
/**
 * Repeats a run of your own, such as the training of a model, and keeps the best.
 *
 * @param run builds, trains and returns `{ value, … }`; all its randomness must come from the generator
 * @example
 * const { best } = await randomRestarts(async (generator) => {
 *   const model = buildModel(generator);
 *   return { value: await train(model), model };
 * }, { restarts: 3, seed: 42 });
 */
export function randomRestarts<Result extends RunResult>(
  run: (generator: Generator, index: number) => Result | Promise<Result>,
  options?: RestartOptions,
): Promise<RestartReport<Result>>;
export function randomRestarts(
  first: ((parameters: Tree) => AnyTensor) | Run,
  second: ((generator: Generator, index: number) => Tree) | RestartOptions = {},
  third: RestartOptions & MinimizeOptions<Tree> = {},
): Promise<RestartReport<RunResult>> {
  if (typeof second !== 'function') return repeat(first as Run, second);
  return repeat(
    (generator, index) => minimize(first as (parameters: Tree) => AnyTensor, second(generator, index), third),
    third,
  );
}

type Run = (generator: Generator, index: number) => RunResult | Promise<RunResult>;

async function repeat(
  run: Run,
  { restarts = 10, seed = 0, signal }: RestartOptions,
): Promise<RestartReport<RunResult>> {
  checkCount('randomRestarts', 'restarts', restarts, 1);
  const seeds = new Generator(seed);
  const all: Restart<RunResult>[] = [];
  for (let index = 0; index < restarts && !(index > 0 && signal?.aborted); index++) {
    const generator = seeds.fork();
    const ownSeed = generator.seed;
    const result = await run(generator, index);
    if (typeof result?.value !== 'number') {
      throw new TypeError(
        `randomRestarts: run ${index} must return { value } with a number, got ${typeof result?.value}`,
      );
    }
    all.push({ index, seed: ownSeed, value: result.value, result });
  }
  const best = all.filter(hasWorth).reduce<Restart<RunResult> | undefined>(better, undefined);
  if (best === undefined) {
    throw new Error(
      `randomRestarts: all ${all.length} runs diverged (values ${all.map(({ value }) => value).join(', ')}); ` +
        'try a smaller learning rate or other starts. The runs are in the cause of this error',
      { cause: all },
    );
  }
  return { best, all };
}

function hasWorth({ value, result }: Restart<RunResult>): boolean {
  return Number.isFinite(value) && result.reason !== 'diverged';
}

function better<Result>(best: Restart<Result> | undefined, next: Restart<Result>): Restart<Result> {
  return best === undefined || next.value < best.value ? next : best;
}
