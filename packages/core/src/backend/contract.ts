import type { DType } from '../graph/dtype.js';
import type { Shape } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import type { ScalarExpression } from './scalar.js';

/**
 * What the front end and a backend say to each other. A backend sees programs: straight-line lists of lowered steps
 * over numbered slots. It knows no tensor, no op and no gradient.
 */

/** How a reduction joins two elements; its identity is the result of an empty reduction. */
export type Combine = 'sum' | 'product' | 'minimum' | 'maximum' | 'any' | 'all';

/** The routines, by name, with their parameters. Each is one file in every backend. */
export interface Routines {
  /** `[...batch, m, k] × [...batch, k, n]`, batch shapes equal. */
  readonly matmul: Record<never, never>;
  /** Index of the first extreme element along an axis; NaN counts as the extreme. int32, the axis is kept as 1. */
  readonly argExtreme: { readonly axis: number; readonly extreme: 'minimum' | 'maximum' };
  /** Running sum or product along an axis. */
  readonly scan: { readonly axis: number; readonly combine: 'sum' | 'product' };
  /** `output[i…, j…, k…] = x[i…, index[j…], k…]`: the axis is replaced by the shape of the index (inputs: x, index). */
  readonly take: { readonly axis: number };
  /** `output = 0; output[i…, index[j…], k…] += source[i…, j…, k…]` (inputs: index, source): the transpose of take. */
  readonly takeTranspose: { readonly axis: number; readonly size: number };
  /** `output[i, j, k] = x[i, index[i, j, k], k]` along the axis (inputs: x, index of the same rank). */
  readonly gather: { readonly axis: number };
  /** `output = 0; output[i, index[i, j, k], k] += source[i, j, k]` (inputs: index, source): the transpose of gather. */
  readonly gatherTranspose: { readonly axis: number; readonly size: number };
  /** Fresh numbers from a counter-based generator; element i depends on the key and i alone. */
  readonly random: {
    readonly distribution: 'uniform' | 'normal' | 'permutation';
    readonly key: readonly [seedLow: number, seedHigh: number, stream: number];
  };
}

export type RoutineName = keyof Routines;

/** One step of a program, as an op lowers to it. Axes are non-negative; shapes are those of the step. */
export type Lowering =
  /** Inputs of the output's shape; computed in the dtype of the operands, stored in the output's. */
  | { readonly kind: 'elementwise'; readonly expression: ScalarExpression; readonly numbers: readonly number[] }
  /** Reads one input through strides (in elements of the contiguous input): permute, expand, slice, flip, diagonal. */
  | { readonly kind: 'view'; readonly strides: readonly number[]; readonly offset: number }
  /** The same elements in row-major order under another shape. */
  | { readonly kind: 'reshape' }
  /** The input, spread with `interior` gaps between elements, amid `value`. */
  | {
      readonly kind: 'pad';
      readonly before: readonly number[];
      readonly interior: readonly number[];
      readonly value: number;
    }
  | { readonly kind: 'concat'; readonly axis: number }
  /** The reduced axes stay, with size 1. */
  | { readonly kind: 'reduce'; readonly combine: Combine; readonly axes: readonly number[] }
  | RoutineLowering;

export type RoutineLowering = {
  [Name in RoutineName]: { readonly kind: 'routine'; readonly routine: Name; readonly parameters: Routines[Name] };
}[RoutineName];

/** A slot's static description. In a program that is run it may be more than that: copy what you keep. */
export interface SlotSpec {
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface Step {
  /** The op's name, for error messages. */
  readonly name: string;
  readonly lowering: Lowering;
  readonly inputs: readonly number[];
  readonly output: number;
}

/** A slot whose value is wanted. */
export interface Result {
  readonly slot: number;
  /** Whether later programs will read it and the host hardly ever: then it may stay in the backend's memory. */
  readonly stays: boolean;
}

/** Straight-line code over slots. */
export interface Program {
  readonly slots: readonly SlotSpec[];
  /** Slots that have a value from the start. The backend never writes to these. */
  readonly sources: readonly { readonly slot: number; readonly value: Value }[];
  readonly steps: readonly Step[];
  readonly results: readonly Result[];
  /** Programs with the same one have the same structure, so that nobody need compare them. */
  readonly structure?: object;
}

/** A backend runs programs. A failure throws before anything outside the program is touched. */
export interface Backend {
  readonly name: string;
  /** Returns a value for each result: fresh arrays that nobody else holds, or values that stayed with the backend. */
  run(program: Program): Value[];
  /** What is in use, as of now. */
  info(): BackendInfo;
  /** How it would run the program once it has seen it before. Runs nothing, and leaves no trace. */
  explain(program: Program): PlanDescription;
}

/** What a backend has at its disposal, and what it holds. Memory is counted in bytes. */
export interface BackendInfo {
  readonly name: string;
  /** Whether kernels use vectors. */
  readonly simd: boolean;
  /** Whether kernels fuse multiply-adds, so that they round once. */
  readonly relaxed: boolean;
  /** How many threads share large work. */
  readonly threads: number;
  /** How many of them have started; workers start with the first work that is large enough. */
  readonly readyThreads: number;
  /** The native library that multiplies matrices; null where generated kernels do. */
  readonly blas: {
    readonly library: string;
    /** The library's file. */
    readonly path: string;
    /** The processor whose kernels the library uses; undefined where it does not tell. */
    readonly core: string | undefined;
  } | null;
  readonly memory: {
    /** All of the linear memory. It never shrinks. */
    readonly linear: number;
    /** In it, the values of Variables … */
    readonly variables: number;
    /** … results that were not read yet … */
    readonly results: number;
    /** … copies of sources that many runs use … */
    readonly sources: number;
    /** … what runs compute with, one after another … */
    readonly arena: number;
    /** … and plans. */
    readonly plans: number;
  };
  /** Cached plans, and how many runs had one, or had none. */
  readonly plans: { readonly count: number; readonly hits: number; readonly misses: number };
  /** Compiled kernels. */
  readonly kernels: number;
}

/** How a program is run: plain data, fit for JSON. */
export interface PlanDescription {
  readonly backend: string;
  /** Whether a plan of this structure is cached. If not, the first run goes step by step, and the second makes one. */
  readonly isCached: boolean;
  readonly steps: readonly PlannedStep[];
  readonly sources: { readonly count: number; readonly bytes: number };
  readonly results: { readonly count: number; readonly bytes: number };
  /** What intermediate values take at most at a time, scratch space included. */
  readonly arenaBytes: number;
  /** Launches of kernels. */
  readonly commands: number;
  readonly flops: number;
}

/** Ops that are computed in one go. */
export interface PlannedStep {
  /** What computes it: `matmul`, `fused elementwise`, `blocks`. */
  readonly kernel: string;
  /** The names of its ops, inputs first. */
  readonly ops: readonly string[];
  readonly outputs: readonly SlotSpec[];
  /** Bytes of the elements that it reads and writes, each counted once. */
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Bytes that ops of a step done in blocks hand on to each other: they stay in the cache. */
  readonly bytesInCache: number;
  /** Floating-point (or integer) operations: see `flopsOf`. */
  readonly flops: number;
  readonly commands: number;
  /** How many blocks the work is cut into, and how many lanes these may run in at the same time. */
  readonly blocks: number;
  readonly lanes: number;
}

/** For each slot the last step that reads it, or that makes it where none does; sources that nobody reads have −1. */
export function lastReaders({
  slots,
  steps,
}: {
  readonly slots: readonly SlotSpec[];
  readonly steps: readonly Pick<Step, 'inputs' | 'output'>[];
}): Int32Array {
  const last = new Int32Array(slots.length).fill(-1);
  for (let index = 0; index < steps.length; index++) {
    const { inputs, output } = steps[index] as Pick<Step, 'inputs' | 'output'>;
    for (let input = 0; input < inputs.length; input++) last[inputs[input] as number] = index;
    last[output] = index;
  }
  return last;
}
