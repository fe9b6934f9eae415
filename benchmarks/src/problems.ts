/** What is computed, with its sizes: all that a system needs to know. `sets` inputs take turns. */
export type Problem =
  | { readonly kind: 'gemm'; readonly size: number; readonly dtype: 'float32' | 'float64'; readonly sets: number }
  | { readonly kind: 'mlp'; readonly sizes: readonly number[]; readonly batch: number; readonly sets: number }
  | { readonly kind: 'elementwise'; readonly elements: number; readonly sets: number }
  | { readonly kind: 'softmax-ce'; readonly rows: number; readonly classes: number; readonly sets: number }
  | { readonly kind: 'scalar'; readonly ops: number; readonly sets: number }
  | { readonly kind: 'rnn-small'; readonly steps: number; readonly width: number; readonly sets: number }
  | { readonly kind: 'dynamic'; readonly leaves: number; readonly width: number; readonly sets: number }
  | { readonly kind: 'hvp'; readonly sizes: readonly number[]; readonly batch: number; readonly sets: number }
  | { readonly kind: 'infer-mlp'; readonly sizes: readonly number[]; readonly batch: number; readonly sets: number }
  | { readonly kind: 'copy-out'; readonly elements: number; readonly sets: number }
  | { readonly kind: 'rotation'; readonly ops: number; readonly structures: number; readonly sets: number };

export type Kind = Problem['kind'];

/** The problem of one kind. */
export type ProblemOf<K extends Kind> = Extract<Problem, { readonly kind: K }>;

/** How a workload is measured: in interleaved rounds, as whole processes, or by the memory of many steps. */
export type Mode = 'rounds' | 'process' | 'memory';

export interface Benchmark {
  readonly name: string;
  readonly mode: Mode;
  readonly problem: Problem;
  /** How far two systems' results may lie apart, relative to the larger. */
  readonly tolerance: number;
  /** Whether a result depends on the input set alone, not on what was computed before. */
  readonly repeats: boolean;
  /** Whether a backend of plain loops computes it in well under a second. */
  readonly small: boolean;
}

const sizes = [784, 256, 128, 10] as const;
const defaults = { mode: 'rounds', tolerance: 1e-4, repeats: true, small: false } as const;

const gemms = ([64, 256, 1024] as const).flatMap((size) =>
  (['float32', 'float64'] as const).map(
    (dtype): Benchmark => ({
      ...defaults,
      name: `gemm-${size}-${dtype === 'float32' ? 'f32' : 'f64'}`,
      problem: { kind: 'gemm', size, dtype, sets: 4 },
      tolerance: dtype === 'float32' ? 1e-5 : 1e-12,
      small: size === 64,
    }),
  ),
);

const training = [1, 64, 512].map(
  (batch): Benchmark => ({
    ...defaults,
    name: `mlp-b${batch}`,
    problem: { kind: 'mlp', sizes, batch, sets: 4 },
    repeats: false,
    small: batch === 1,
  }),
);

const inference = [1, 64].map(
  (batch): Benchmark => ({
    ...defaults,
    name: `infer-mlp-b${batch}`,
    problem: { kind: 'infer-mlp', sizes, batch, sets: 4 },
    small: batch === 1,
  }),
);

/** Every workload, in the order of the table. */
export const benchmarks: readonly Benchmark[] = [
  ...gemms,
  ...training,
  { ...defaults, name: 'elementwise', problem: { kind: 'elementwise', elements: 1_000_000, sets: 4 } },
  { ...defaults, name: 'softmax-ce', problem: { kind: 'softmax-ce', rows: 128, classes: 50_257, sets: 2 } },
  { ...defaults, name: 'scalar', problem: { kind: 'scalar', ops: 4000, sets: 4 }, small: true },
  { ...defaults, name: 'rnn-small', problem: { kind: 'rnn-small', steps: 50, width: 32, sets: 4 }, small: true },
  {
    ...defaults,
    name: 'dynamic',
    problem: { kind: 'dynamic', leaves: 63, width: 32, sets: 4 },
    repeats: false,
    small: true,
  },
  { ...defaults, name: 'hvp', problem: { kind: 'hvp', sizes, batch: 64, sets: 4 } },
  ...inference,
  { ...defaults, name: 'copy-out', problem: { kind: 'copy-out', elements: 1_000_000, sets: 4 } },
  {
    ...defaults,
    name: 'start',
    mode: 'process',
    problem: { kind: 'mlp', sizes, batch: 64, sets: 1 },
    small: true,
  },
  { ...defaults, name: 'memory', mode: 'memory', problem: { kind: 'mlp', sizes, batch: 512, sets: 4 }, repeats: false },
];

/** Workloads that wait for their layers. */
export const planned: readonly string[] = ['cnn', 'gpt', 'lstm', 'infer-cnn-b1', 'infer-cnn-b64'];
