import { buildNode, createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { broadcastsTo, checkShape, type Shape, sameShape, showShape, sizeOf, stridesOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Expand, ExpandArgument, Safe } from '../../types/index.js';
import { unreshaped } from './reshape.js';

interface ExpandAttributes {
  readonly shape: Shape;
}

const expandOp: Op<ExpandAttributes> = freezeOp({
  name: 'expand',
  traits: { movement: true },
  shape: (_, { shape }) => shape,
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp({ cotangent, inputs }) {
    const { shape } = inputs[0] as AnyTensor;
    const axes = repeatedAxes(shape, cotangent.shape);
    const summed = axes.length === 0 ? cotangent : cotangent.sum(axes, true);
    return summed.reshape(shape);
  },
  batch([x], _, { shape }, size) {
    const { shape: from } = x as AnyTensor;
    const missing = new Array<number>(shape.length - (from.length - 1)).fill(1);
    const aligned = (x as AnyTensor).reshape([size, ...missing, ...from.slice(1)]);
    return createNode(expandOp, [aligned], { shape: [size, ...shape] });
  },
  lower([x], { shape }) {
    const from = (x as AnyTensor).shape;
    const strides = stridesOf(from);
    const missing = shape.length - from.length;
    return {
      kind: 'view',
      offset: 0,
      strides: shape.map((_, axis) =>
        axis < missing || from[axis - missing] === 1 ? 0 : (strides[axis - missing] as number),
      ),
    };
  },
});

/** The axes of `to` along which `from` was repeated. */
function repeatedAxes(from: Shape, to: Shape): number[] {
  const missing = to.length - from.length;
  const axes: number[] = [];
  for (let axis = 0; axis < to.length; axis++) {
    if (to[axis] !== 1 && (axis < missing || from[axis - missing] === 1)) axes.push(axis);
  }
  return axes;
}

/**
 * Repeats axes of size 1, and adds leading axes, up to the shape; −1 keeps an axis. No data is copied. The gradient is
 * summed over the repeated axes.
 *
 * @throws RangeError where an axis is neither 1 nor of the size asked for
 */
export function expand<X extends AnyTensor, const R extends Shape>(
  x: X,
  shape: ExpandArgument<X['shape'], R>,
): Tensor<Safe<Expand<X['shape'], R>>, X['dtype']>;
export function expand(x: AnyTensor, shape: Shape): AnyTensor {
  const from = x.shape;
  const missing = shape.length - from.length;
  const to = shape.map((size, axis) => (size === -1 && axis >= missing ? (from[axis - missing] as number) : size));
  checkShape('expand', to);
  if (!broadcastsTo(from, to)) {
    throw new RangeError(
      `expand: cannot expand ${showShape(from)} to ${showShape(shape)}; ` +
        'counted from the last axis, each size must be kept or be 1 before',
    );
  }
  return expandTo(resolve(x), to);
}

/** {@link expand} of a tensor that is no Variable to a shape that it broadcasts to. */
export function expandTo(node: AnyTensor, shape: Shape): AnyTensor {
  if (sameShape(node.shape, shape)) return node;
  // One element goes everywhere, whatever axes of size 1 it was given.
  const source = sizeOf(node.shape) === 1 ? unreshaped(node) : node;
  const from = source.shape.length <= shape.length ? source : node;
  return buildNode(expandOp, [from], { shape }, shape, node.dtype);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Repeats axes of size 1 up to the shape; see {@link expand}. */
    expand<Me extends AnyTensor, const R extends Shape>(
      this: Me,
      shape: ExpandArgument<Me['shape'], R>,
    ): Tensor<Safe<Expand<Me['shape'], R>>, Me['dtype']>;
  }
}
