import type { Shape } from '../../graph/shape.js';
import type { Lowering, Program, Step } from '../contract.js';
import type { TypedExpression } from './kernels/elementwise-expression.js';
import type { PartialReduction } from './kernels/reduce-partial.js';

/** What programs become while a plan is made. */

/** A slot as a step reads it: contiguously, or through strides and a start, in elements. */
export interface FusedRead {
  readonly slot: number;
  readonly strides?: readonly number[];
  readonly start?: number;
  /** The shape that is read, where it is not the slot's own. */
  readonly shape?: Shape;
}

/** Several elementwise steps, and the views between them, in one pass over memory. */
export interface FusedLowering {
  readonly kind: 'fused';
  readonly expression: TypedExpression;
  /** The places of its run-time numbers among those of the program. */
  readonly numbers: readonly number[];
  readonly reads: readonly FusedRead[];
  /** The names of the steps that it consists of. */
  readonly parts: readonly string[];
}

/** A matrix product that reads its operands through views, transposed ones above all. */
export interface FusedMatmul {
  readonly kind: 'fusedMatmul';
  readonly reads: readonly [FusedRead, FusedRead];
}

/** A long reduction's results of pieces, or their reduction to one. */
export interface PartialLowering {
  readonly kind: 'partial' | 'final';
  readonly reduction: PartialReduction;
}

/**
 * Steps that are computed together, a block of units at a time, so that what they hand on stays in the cache, and blocks
 * in different lanes at the same time. A unit is one index of the leading axis, or of all axes at once.
 */
export interface BlockedLowering {
  readonly kind: 'blocked';
  readonly steps: readonly WasmStep[];
  readonly units: number;
  readonly unitsPerBlock: number;
  /** Slots that nobody else reads: they live in scratch bytes, one block long. */
  readonly local: ReadonlySet<number>;
  /** The other slots that the steps make. */
  readonly outputs: readonly number[];
}

export type WasmLowering = Lowering | FusedLowering | FusedMatmul | PartialLowering | BlockedLowering;

export type WasmStep = Omit<Step, 'lowering'> & { readonly lowering: WasmLowering };

export type WasmProgram = Omit<Program, 'steps'> & {
  readonly steps: readonly WasmStep[];
  /** Slots that have the same value as an earlier one, and so its bytes. */
  readonly same?: ReadonlyMap<number, number>;
};

/** All slots that a step makes and that others may read. */
export function outputsOf({ lowering, output }: WasmStep): readonly number[] {
  return lowering.kind === 'blocked' ? lowering.outputs : [output];
}

/** Steps, with those of blocks one by one. */
export function* innerSteps(steps: readonly WasmStep[]): Generator<WasmStep> {
  for (const step of steps) {
    if (step.lowering.kind === 'blocked') yield* step.lowering.steps;
    else yield step;
  }
}
