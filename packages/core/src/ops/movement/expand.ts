import { createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { checkShape, type Shape, sameShape, showShape, stridesOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Expand, ExpandArgument, Safe } from '../../types/index.js';

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
    return cotangent.sum(expandedAxes(shape, cotangent.shape)).reshape(shape);
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

/** The axes of `to` along which `from` was repeated, and those it lacks. */
function expandedAxes(from: Shape, to: Shape): number[] {
  const missing = to.length - from.length;
  return to.flatMap((size, axis) => (axis < missing || (from[axis - missing] === 1 && size !== 1) ? [axis] : []));
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
  const fits = missing >= 0 && from.every((size, axis) => size === 1 || size === to[axis + missing]);
  if (!fits) {
    throw new RangeError(
      `expand: cannot expand ${showShape(from)} to ${showShape(shape)}; ` +
        'counted from the last axis, each size must be kept or be 1 before',
    );
  }
  const node = resolve(x);
  return sameShape(from, to) ? node : createNode(expandOp, [node], { shape: to });
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
