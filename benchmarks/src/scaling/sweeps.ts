import type { Benchmark, Problem } from '../problems.js';

/** A size that grows while everything else stays. */
export interface Sweep {
  readonly name: string;
  readonly heading: string;
  /** What the axis of the size says. */
  readonly axis: string;
  readonly sizes: readonly number[];
  readonly problem: (size: number) => Problem;
  /** What is drawn: the time of a run, or the part of the runs whose plan was in the cache. */
  readonly shows: 'time' | 'hit rate';
  readonly threads: readonly number[];
}

/** From the first size to the last in equal factors. */
const geometric = (first: number, last: number, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, step) => Math.round(first * (last / first) ** (step / steps)));

/** How the cost of a run grows. */
export const sweeps: readonly Sweep[] = [
  {
    name: 'nodes',
    heading: 'Chain of scalar ops, value and derivative',
    axis: 'nodes of the graph, built anew at each run',
    sizes: [100, 300, 1000, 3000, 10_000, 30_000, 100_000],
    // Two ops of the chain have four more in the derivative.
    problem: (size) => ({ kind: 'scalar', ops: 2 * Math.round(size / 6), sets: 4 }),
    shows: 'time',
    threads: [1, 2],
  },
  {
    name: 'batch',
    heading: 'Training step of 784-256-128-10',
    axis: 'batch',
    sizes: geometric(1, 4096, 6),
    problem: (size) => ({ kind: 'mlp', sizes: [784, 256, 128, 10], batch: size, sets: 2 }),
    shows: 'time',
    threads: [1, 2],
  },
  {
    name: 'width',
    heading: 'Training step of 784-w-w-10, batch 64',
    axis: 'width w',
    sizes: geometric(16, 2048, 7),
    problem: (size) => ({ kind: 'mlp', sizes: [784, size, size, 10], batch: 64, sets: 2 }),
    shows: 'time',
    threads: [1, 2],
  },
  {
    name: 'structures',
    heading: 'Plan cache, graphs of 16 ops in rotation',
    axis: 'graphs of different structure',
    sizes: geometric(16, 16_384, 10),
    problem: (size) => ({ kind: 'rotation', ops: 16, structures: size, sets: 4 }),
    shows: 'hit rate',
    threads: [1],
  },
];

/** A point of a sweep as a workload. */
export function benchmarkAt({ name, problem }: Sweep, size: number): Benchmark {
  return {
    name: `${name}-${size}`,
    mode: 'rounds',
    problem: problem(size),
    tolerance: 1e-3,
    repeats: false,
    small: false,
  };
}
