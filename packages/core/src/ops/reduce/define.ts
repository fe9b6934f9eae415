import type { Combine } from '../../backend/contract.js';
import type { DType } from '../../graph/dtype.js';
import { createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { normaliseAxes } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';

/** What to reduce over; `undefined` is all axes. */
export type ReductionAxes = number | readonly number[] | undefined;

interface ReductionAttributes {
  readonly axes: readonly number[];
}

interface ReductionContext {
  /** With the reduced axes kept as size 1, so that it broadcasts against x. */
  readonly cotangent: AnyTensor;
  readonly x: AnyTensor;
  readonly output: AnyTensor;
  readonly axes: readonly number[];
}

interface ReductionDefinition {
  readonly name: string;
  readonly combine: Combine;
  /** Throws where the dtype makes no sense. */
  readonly dtype: (dtype: DType) => DType;
  /** ∂L/∂x, or null where there is none. */
  readonly vjp: ((context: ReductionContext) => AnyTensor) | null;
  /** Throws where a reduction of nothing has no result. */
  readonly checkEmpty?: (x: AnyTensor, axes: readonly number[]) => void;
}

/** A reduction as a function of tensor, axes and whether they are kept as size 1. */
export type Reduction = (x: AnyTensor, axes: ReductionAxes, keepDims: boolean) => AnyTensor;

/** The record of a reduction, and the function that builds it. */
export function defineReduction(definition: ReductionDefinition): Reduction {
  const { name, combine, vjp } = definition;
  const op: Op<ReductionAttributes> = freezeOp({
    name,
    traits: vjp === null ? { reduction: true, stopsGradient: true } : { reduction: true },
    shape: ([x], { axes }) => (x as AnyTensor).shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
    dtype: ([x]) => definition.dtype((x as AnyTensor).dtype),
    vjp: ({ cotangent, inputs, output, attributes }) =>
      vjp?.({ cotangent, x: inputs[0] as AnyTensor, output, axes: attributes.axes }),
    batch: (inputs, _, { axes }) => createNode(op, inputs, { axes: axes.map((axis) => axis + 1) }),
    lower: (_, { axes }) => ({ kind: 'reduce', combine, axes }),
  });
  return (x, axes, keepDims) => {
    const node = resolve(x);
    const normalised = normaliseAxes(name, axes, node.shape.length);
    definition.checkEmpty?.(node, normalised);
    const kept = createNode(op, [node], { axes: normalised });
    return keepDims ? kept : dropAxes(kept, normalised);
  };
}

/** Drops axes of size 1. */
export function dropAxes(x: AnyTensor, axes: readonly number[]): AnyTensor {
  return axes.length === 0 ? x : x.reshape(x.shape.filter((_, axis) => !axes.includes(axis)));
}
