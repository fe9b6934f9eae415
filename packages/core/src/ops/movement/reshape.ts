import type { Lowering } from '../../backend/contract.js';
import { buildNode, bypass, createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { checkShape, type Shape, sameShape, showShape, sizeOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Reshape, ReshapeArgument, Safe } from '../../types/index.js';

interface ReshapeAttributes {
  readonly shape: Shape;
}

const lowering: Lowering = Object.freeze({ kind: 'reshape' });

const reshapeOp: Op<ReshapeAttributes> = freezeOp({
  name: 'reshape',
  traits: { movement: true },
  shape: (_, { shape }) => shape,
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp: ({ cotangent, inputs }) => cotangent.reshape((inputs[0] as AnyTensor).shape),
  batch: (inputs, _, { shape }, size) => createNode(reshapeOp, inputs, { shape: [size, ...shape] }),
  lower: () => lowering,
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
  const node = resolve(x);
  return sameShape(x.shape, shape) ? node : reshapeTo(node, resolveShape(x.shape, shape));
}

/** {@link reshape} of a tensor that is no Variable to a shape of as many elements. Nothing is checked. */
export function reshapeTo(node: AnyTensor, shape: Shape): AnyTensor {
  if (sameShape(node.shape, shape)) return node;
  const source = unreshaped(node);
  return sameShape(source.shape, shape) ? source : buildNode(reshapeOp, [source], { shape }, shape, source.dtype);
}

/** What an uncomputed reshape was made of, any other tensor itself: reshaping twice makes one node, and back none. */
export function unreshaped(node: AnyTensor): AnyTensor {
  return node.op === reshapeOp ? bypass(node) : node;
}

function resolveShape(from: Shape, shape: Shape): Shape {
  const size = sizeOf(from);
  const unknown = shape.indexOf(-1);
  const to = [...shape];
  let determined = true;
  if (unknown >= 0) {
    to[unknown] = 1;
    const known = sizeOf(to);
    to[unknown] = size / known;
    determined = known > 0 && Number.isInteger(size / known);
  }
  if (!determined || sizeOf(to) !== size) {
    throw new RangeError(
      `reshape: cannot reshape ${showShape(from)} (${size} elements) to ${showShape(shape)}; ` +
        'the number of elements must stay the same, and at most one size may be -1',
    );
  }
  checkShape('reshape', to);
  return to;
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
