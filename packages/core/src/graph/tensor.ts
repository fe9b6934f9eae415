import type { DType } from './dtype.js';
import type { Op } from './op.js';
import type { Shape } from './shape.js';
import type { Value } from './value.js';

/**
 * What a node depends on. Bits, inherited from the inputs when the node is built, so that asking costs nothing.
 * The bits after `lost` belong to the node alone.
 */
export const Flag = {
  /** Reaches a trainable Variable: `backward` has something to do here. */
  trainable: 1,
  /** Reaches a Variable's value, which a later step will replace. */
  stateful: 2,
  /** Reaches a placeholder of a transform: it has no value. */
  symbolic: 4,
  /** Reaches a node whose path to a trainable Variable was let go. */
  lost: 8,

  /** The tensor is a Variable: nodes built from it capture its current binding. */
  variable: 16,
  /** The node stands for a Variable's value between two assignments. */
  binding: 32,
  /** The binding's value was overwritten by a later step. */
  expired: 64,
  /** Somebody holds the node for later (a gradient), so a step computes it before its values expire. */
  retained: 128,
  /** A loss that `backward` was called on: the next step computes it. */
  loss: 256,
} as const;

/** The bits that a node takes over from its inputs. */
export const inheritedFlags: number = Flag.trainable | Flag.stateful | Flag.symbolic | Flag.lost;

/** The fluent surface. Each op's file adds its own method by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by declaration merging, op by op.
export interface TensorOps {}

/**
 * A tensor is a node of the graph: it remembers its op and its inputs, and has a value once somebody has read it.
 *
 * `S` is the shape as a tuple of sizes (`number` where one is known only at run time), `D` the dtype. A bare `Tensor`
 * has any shape and any dtype, to be checked at run time.
 *
 * The class holds only data; the operations are in {@link TensorOps}, typed by `this`, so that `Tensor<[2, 3]>` is a
 * `Tensor`.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the fluent methods are installed by api/fluent.ts.
export class Tensor<out S extends Shape = Shape, out D extends DType = DType> {
  readonly shape: S;
  readonly dtype: D;
  /** Grows with every node built: an input's id is smaller than its consumers'. */
  readonly id: number;
  /** @internal */ op: Op;
  /** @internal */ inputs: readonly AnyTensor[];
  /** @internal */ attributes: unknown;
  /** @internal Bits of {@link Flag}. */ flags: number;
  /** @internal How many nodes were built on this one. */ uses: number;
  /** @internal The value, once computed; nobody writes to it. */ value: Value | undefined;
  /** @internal The smallest id in the lazy graph below, Infinity for a leaf: tells how much a graph holds. */ oldest: number;
  /** @internal Host bytes made before the oldest node. */ bytesBefore: number;
  /** @internal How many evaluations went through this node without keeping its value. */ visits: number;
  /** @internal Scratch of the running traversal. */ stamp: number;
  /** @internal Scratch of the running traversal. */ slot: number;

  /** @internal Users call `tensor`, `zeros` … or an op. */
  constructor(
    id: number,
    op: Op,
    inputs: readonly AnyTensor[],
    attributes: unknown,
    shape: S,
    dtype: D,
    flags: number,
    value: Value | undefined,
  ) {
    this.id = id;
    this.op = op;
    this.inputs = inputs;
    this.attributes = attributes;
    this.shape = shape;
    this.dtype = dtype;
    this.flags = flags;
    this.value = value;
    this.uses = 0;
    this.oldest = Number.POSITIVE_INFINITY;
    this.bytesBefore = 0;
    this.visits = 0;
    this.stamp = 0;
    this.slot = 0;
  }
}

// biome-ignore lint/correctness/noUnusedVariables: a merged interface repeats the class's type parameters.
export interface Tensor<out S extends Shape = Shape, out D extends DType = DType> extends TensorOps {}

/** A tensor of any shape and dtype. */
export type AnyTensor = Tensor<Shape, DType>;

/** Whether a tensor reaches something that has one of these flags. */
export function has(tensor: AnyTensor, flags: number): boolean {
  return (tensor.flags & flags) !== 0;
}
