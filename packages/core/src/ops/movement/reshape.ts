import { createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { checkShape, type Shape, sameShape, showShape, sizeOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Reshape, ReshapeArgument, Safe } from '../../types/index.js';

interface ReshapeAttributes {
  readonly shape: Shape;
}

const reshapeOp: Op<ReshapeAttributes> = freezeOp({
  name: 'reshape',
  traits: { movement: true },
  shape: (_, { shape }) => shape,
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp: ({ cotangent, inputs }) => cotangent.reshape((inputs[0] as AnyTensor).shape),
  batch: (inputs, _, { shape }, size) => createNode(reshapeOp, inputs, { shape: [size, ...shape] }),
  lower: () => ({ kind: 'reshape' }),
});

/**
 * The same elements in row-major order under another shape; one size may be −1 and is worked out. No data is copied.
 *
 * @throws RangeError where the number of elements differs
 */
export function reshape<X extends AnyTensor, const R extends Shape>(
  x: X,
  shape: ReshapeArgument<X['shape'], R>,
): Tensor<Safe<Reshape<X['shape'], R>>, X['dtype']>;
export function reshape(x: AnyTensor, shape: Shape): AnyTensor {
  const to = resolveShape(x.shape, shape);
  const node = resolve(x);
  return sameShape(x.shape, to) ? node : createNode(reshapeOp, [node], { shape: to });
}

function resolveShape(from: Shape, shape: Shape): Shape {
  const size = sizeOf(from);
  const unknown = shape.indexOf(-1);
  const known = sizeOf(shape.filter((_, axis) => axis !== unknown));
  const to = unknown >= 0 ? shape.map((each, axis) => (axis === unknown ? size / known : each)) : shape;
  const determined = unknown < 0 || (known > 0 && Number.isInteger(size / known));
  if (!determined || sizeOf(to) !== size) {
    throw new RangeError(
      `reshape: cannot reshape ${showShape(from)} (${size} elements) to ${showShape(shape)}; ` +
        'the number of elements must stay the same, and at most one size may be -1',
    );
  }
  checkShape('reshape', to);
  return [...to];
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The same elements under another shape; see {@link reshape}. */
    reshape<Me extends AnyTensor, const R extends Shape>(
      this: Me,
      shape: ReshapeArgument<Me['shape'], R>,
    ): Tensor<Safe<Reshape<Me['shape'], R>>, Me['dtype']>;
  }
}
