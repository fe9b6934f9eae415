import type { Combine, Lowering } from '../../backend/contract.js';
import type { DType } from '../../graph/dtype.js';
import { buildNode, createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { normaliseAxes, type Shape } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { type AxesAttributes, attributesOfAxes } from '../axes.js';
import { reshapeTo } from '../movement/reshape.js';

/** What to reduce over; `undefined` is all axes. */
export type ReductionAxes = number | readonly number[] | undefined;

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
  const lowerings = new WeakMap<AxesAttributes, Lowering>();
  const op: Op<AxesAttributes> = freezeOp({
    name,
    traits: vjp === null ? { reduction: true, stopsGradient: true } : { reduction: true },
    shape: ([x], { axes }) => keptShape((x as AnyTensor).shape, axes),
    dtype: ([x]) => definition.dtype((x as AnyTensor).dtype),
    vjp: ({ cotangent, inputs, output, attributes }) =>
      vjp?.({ cotangent, x: inputs[0] as AnyTensor, output, axes: attributes.axes }),
    batch: (inputs, _, { axes }) => createNode(op, inputs, attributesOfAxes(axes.map((axis) => axis + 1))),
    lower(_, attributes) {
      let lowering = lowerings.get(attributes);
      if (lowering === undefined) {
        lowering = { kind: 'reduce', combine, axes: attributes.axes };
        lowerings.set(attributes, lowering);
      }
      return lowering;
    },
  });
  return (x, axes, keepDims) => {
    const node = resolve(x);
    const normalised = normaliseAxes(name, axes, node.shape.length);
    definition.checkEmpty?.(node, normalised);
    const shape = keptShape(node.shape, normalised);
    const kept = buildNode(op, [node], attributesOfAxes(normalised), shape, definition.dtype(node.dtype));
    return keepDims ? kept : dropAxes(kept, normalised);
  };
}

/** The shape with the reduced axes as size 1. */
function keptShape(shape: Shape, axes: readonly number[]): Shape {
  const kept = [...shape];
  for (const axis of axes) kept[axis] = 1;
  return kept;
}

/** Drops axes of size 1. */
export function dropAxes(x: AnyTensor, axes: readonly number[]): AnyTensor {
  if (axes.length === 0) return x;
  return reshapeTo(
    x,
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
}
