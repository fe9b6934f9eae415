import { buildNode, createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { sameShape, showShape, stridesOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Range, Safe, Slice, SliceArguments } from '../../types/index.js';
import { padInterior } from './pad-interior.js';
import { type ResolvedRange, resolveRange } from './range.js';

/** Element i along an axis is element `start + i · step`; steps are positive. */
export interface SliceAttributes {
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
  readonly steps: readonly number[];
}

const sliceOp: Op<SliceAttributes> = freezeOp({
  name: 'slice',
  traits: { movement: true },
  shape: (_, { sizes }) => sizes,
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp({ cotangent, inputs, attributes: { starts, sizes, steps } }) {
    const { shape } = inputs[0] as AnyTensor;
    return padInterior(cotangent, {
      before: starts,
      after: shape.map((size, axis) => {
        const taken = sizes[axis] as number;
        const start = starts[axis] as number;
        return size - start - (taken === 0 ? 0 : (taken - 1) * (steps[axis] as number) + 1);
      }),
      interior: steps.map((step) => step - 1),
      value: 0,
    });
  },
  batch: (inputs, _, { starts, sizes, steps }, size) =>
    createNode(sliceOp, inputs, { starts: [0, ...starts], sizes: [size, ...sizes], steps: [1, ...steps] }),
  lower([x], { starts, steps }) {
    const strides = stridesOf((x as AnyTensor).shape);
    return {
      kind: 'view',
      offset: starts.reduce((offset, start, axis) => offset + start * (strides[axis] as number), 0),
      strides: strides.map((stride, axis) => stride * (steps[axis] as number)),
    };
  },
});

/**
 * A part of a tensor, one range for each leading axis, as NumPy's basic slicing:
 * - `null` takes the whole axis;
 * - an integer takes one element, and the axis disappears;
 * - `[start, stop]` takes the elements from start up to but not including stop, `[start, stop, step]` every step-th.
 *
 * Negative positions count from the end, `null` in a range is its natural end, and ranges are clipped to the axis. A
 * negative step goes backwards. No data is copied. The gradient is zero outside the part.
 *
 * @example
 * slice(x, 0); // x[0]
 * slice(x, null, [1, -1]); // x[:, 1:-1]
 * slice(x, [null, null, -2]); // x[::-2]
 *
 * @throws RangeError where an integer lies outside its axis, a step is 0, or there are more ranges than axes
 * @throws TypeError where something is no range
 */
export function slice<X extends AnyTensor, const Ranges extends readonly Range[]>(
  x: X,
  ...ranges: SliceArguments<X['shape'], Ranges>
): Tensor<Safe<Slice<X['shape'], Ranges>>, X['dtype']>;
export function slice(x: AnyTensor, ...ranges: readonly Range[]): AnyTensor {
  const node = resolve(x);
  const { shape } = node;
  if (ranges.length > shape.length) {
    throw new RangeError(
      `slice: ${ranges.length} ranges for a tensor of shape ${showShape(shape)}; give at most one for each axis`,
    );
  }
  const resolved = shape.map((size, axis) => resolveRange(ranges[axis] ?? null, size, axis, shape));
  const forward = takeForward(node, resolved);
  const backward = resolved.flatMap(({ reversed }, axis) => (reversed ? [axis] : []));
  const ordered = backward.length === 0 ? forward : forward.flip(backward);
  const kept = ordered.shape.filter((_, axis) => !resolved[axis]?.dropped);
  return kept.length === shape.length ? ordered : ordered.reshape(kept);
}

function takeForward(node: AnyTensor, resolved: readonly ResolvedRange[]): AnyTensor {
  return sliceForward(node, {
    starts: resolved.map(({ start }) => start),
    sizes: resolved.map(({ size }) => size),
    steps: resolved.map(({ step }) => step),
  });
}

/** The elements at `starts + i · steps` of a tensor that is no Variable. Nothing is checked. */
export function sliceForward(node: AnyTensor, attributes: SliceAttributes): AnyTensor {
  const { sizes, steps } = attributes;
  const isWhole = sameShape(sizes, node.shape) && steps.every((step) => step === 1);
  return isWhole ? node : buildNode(sliceOp, [node], attributes, sizes, node.dtype);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** A part of the tensor, one range for each leading axis; see {@link slice}. */
    slice<Me extends AnyTensor, const Ranges extends readonly Range[]>(
      this: Me,
      ...ranges: SliceArguments<Me['shape'], Ranges>
    ): Tensor<Safe<Slice<Me['shape'], Ranges>>, Me['dtype']>;
  }
}
