import type { Lowering } from '../backend/contract.js';
import type { DType } from './dtype.js';
import type { Shape } from './shape.js';
import type { AnyTensor } from './tensor.js';

/** What shared code may ask of an op; it never asks for a name. */
export interface Traits {
  /** Output element i depends on element i of each input alone; inputs and output share one shape. */
  readonly elementwise?: true;
  /** Moves elements without computing. */
  readonly movement?: true;
  /** Joins elements along axes. */
  readonly reduction?: true;
  /** The derivative is zero, in fact or by decree: gradients stop here (comparisons, rounding, stopGradient). */
  readonly stopsGradient?: true;
  /** The vjp may be nonlinear in the cotangent (user rules), so forward mode refuses to pass through. */
  readonly nonlinearVjp?: true;
}

/** What a vjp rule is given. Every tensor in it is an ordinary one: the rule is written with public ops. */
export interface VjpContext<Attributes> {
  /** ∂L/∂output, of the output's shape and dtype. */
  readonly cotangent: AnyTensor;
  readonly inputs: readonly AnyTensor[];
  readonly output: AnyTensor;
  readonly attributes: Attributes;
}

/**
 * An op: one frozen record in one file, with everything the system needs to know of it. Each node refers to its op's
 * record; there is no registry.
 *
 * The methods are written as methods, so that `Op<{ axis: number }>` is an `Op`.
 */
export interface Op<Attributes = unknown> {
  readonly name: string;
  readonly traits: Traits;

  /** The output's shape; throws where the inputs do not fit, naming their shapes and what would fit. */
  shape(inputs: readonly AnyTensor[], attributes: Attributes): Shape;

  /** The output's dtype; throws where the inputs' dtypes do not fit. */
  dtype(inputs: readonly AnyTensor[], attributes: Attributes): DType;

  /**
   * The vector-Jacobian product for one input: given ∂L/∂output, returns ∂L/∂inputs[index], of that input's shape and
   * dtype, or undefined where it is zero. Linear in the cotangent.
   */
  vjp(context: VjpContext<Attributes>, index: number): AnyTensor | undefined;

  /**
   * The op over a new leading axis of `size` examples: `batched[i]` tells whether inputs[i] has that axis. Returns the
   * output with the axis in front. Called only if at least one input is batched.
   */
  batch(inputs: readonly AnyTensor[], batched: readonly boolean[], attributes: Attributes, size: number): AnyTensor;

  /** The result with its last two axes swapped, where that takes no more than the result itself. */
  transposed?(inputs: readonly AnyTensor[]): AnyTensor;

  /**
   * How a backend computes it: a lowering, or, for a composite (an op with its own derivative whose value is made of
   * other ops), `{ kind: 'composite', value }`.
   */
  lower(inputs: readonly AnyTensor[], attributes: Attributes, output: AnyTensor): Lowering | Composite;
}

/** The value of a composite op, as a graph over its inputs. */
export interface Composite {
  readonly kind: 'composite';
  readonly value: AnyTensor;
}

/** Declares an op: its record never changes. */
export function freezeOp<Attributes>(op: Op<Attributes>): Op<Attributes> {
  return Object.freeze(op);
}
