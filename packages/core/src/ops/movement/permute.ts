import { buildNode, bypass, createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { normaliseAxis, type Shape, showShape, stridesOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Permute, PermuteArgument, Safe } from '../../types/index.js';
import { type AxesAttributes, attributesOfAxes } from '../axes.js';

/** Output axis i is input axis `axes[i]`. */
const permuteOp: Op<AxesAttributes> = freezeOp({
  name: 'permute',
  traits: { movement: true },
  shape: ([x], { axes }) => permutedShape((x as AnyTensor).shape, axes),
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp({ cotangent, attributes: { axes } }) {
    // The gradient of a transposed matrix is mostly a product that nothing else reads: it comes out transposed for free.
    const transposed = cotangent.uses === 0 && swapsLastTwo(axes) ? cotangent.op.transposed : undefined;
    if (transposed === undefined) return permuteTo(cotangent, inverse(axes));
    // Nobody is to compute the product itself, which no step would take for a result that somebody holds.
    cotangent.uses++;
    return transposed(cotangent.inputs);
  },
  batch: (inputs, _, { axes }) => createNode(permuteOp, inputs, attributesOfAxes([0, ...axes.map((axis) => axis + 1)])),
  lower([x], { axes }) {
    const strides = stridesOf((x as AnyTensor).shape);
    return { kind: 'view', offset: 0, strides: axes.map((axis) => strides[axis] as number) };
  },
});

function permutedShape(shape: Shape, axes: readonly number[]): Shape {
  return axes.map((axis) => shape[axis] as number);
}

function swapsLastTwo(axes: readonly number[]): boolean {
  const last = axes.length - 1;
  return axes.every((axis, position) => axis === (position < last - 1 ? position : 2 * last - 1 - position));
}

function inverse(axes: readonly number[]): number[] {
  const result = new Array<number>(axes.length);
  for (let position = 0; position < axes.length; position++) result[axes[position] as number] = position;
  return result;
}

/**
 * The axes in another order: axis i of the result is axis `axes[i]` of x. The gradient is permuted back.
 *
 * @example
 * permute(zeros([2, 3, 4]), [2, 0, 1]); // shape [4, 2, 3]
 *
 * @throws RangeError where `axes` does not name each axis once
 */
export function permute<X extends AnyTensor, const P extends readonly number[]>(
  x: X,
  axes: PermuteArgument<X['shape'], P>,
): Tensor<Safe<Permute<X['shape'], P>>, X['dtype']>;
export function permute(x: AnyTensor, axes: readonly number[]): AnyTensor {
  const node = resolve(x);
  const rank = node.shape.length;
  const order = axes.map((axis) => normaliseAxis('permute', axis, rank));
  if (order.length !== rank || new Set(order).size !== rank) {
    throw new RangeError(
      `permute: ${showShape(axes)} is not a permutation of the axes of ${showShape(node.shape)}; name each axis once`,
    );
  }
  return permuteTo(node, order);
}

/**
 * {@link permute} of a tensor that is no Variable. The axes are legal and stay as they are.
 *
 * A permutation of an uncomputed permutation is made of what that was made of: transposing back makes no node.
 */
export function permuteTo(node: AnyTensor, axes: readonly number[]): AnyTensor {
  const source = node.op === permuteOp ? bypass(node) : node;
  let joined = axes;
  if (source !== node) {
    const { axes: before } = node.attributes as AxesAttributes;
    joined = axes.map((axis) => before[axis] as number);
  }
  if (joined.every((axis, position) => axis === position)) return source;
  const shape = permutedShape(source.shape, joined);
  return buildNode(permuteOp, [source], attributesOfAxes(joined), shape, source.dtype);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The axes in another order; see {@link permute}. */
    permute<Me extends AnyTensor, const P extends readonly number[]>(
      this: Me,
      axes: PermuteArgument<Me['shape'], P>,
    ): Tensor<Safe<Permute<Me['shape'], P>>, Me['dtype']>;
  }
}
