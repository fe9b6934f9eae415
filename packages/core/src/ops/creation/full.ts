import { runtimeNumber } from '../../backend/scalar.js';
import { checkDType, type DType } from '../../graph/dtype.js';
import { buildNode } from '../../graph/node.js';
import type { Op } from '../../graph/op.js';
import { checkShape, type Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import type { Mutable } from '../../types/index.js';

interface FullAttributes {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly value: number;
}

const value = runtimeNumber(0);

const fullOp: Op<FullAttributes> = Object.freeze<Op<FullAttributes>>({
  name: 'full',
  traits: { elementwise: true },
  shape: (_, { shape }) => shape,
  dtype: (_, { dtype }) => dtype,
  vjp: () => undefined,
  batch: () => {
    throw new Error('full: it has no inputs to batch');
  },
  lower: (_, attributes) => ({ kind: 'elementwise', expression: value, numbers: [attributes.value] }),
});

/**
 * A tensor of the shape in which every element is `value`. It holds no memory until it is computed, and its value is a
 * run-time argument of the plan, so graphs that differ in it alone share one.
 *
 * @throws RangeError where the shape is none
 */
export function full<const S extends Shape>(shape: S, value: number | boolean): Tensor<Mutable<S>, 'float32'>;
export function full<const S extends Shape, D extends DType>(
  shape: S,
  value: number | boolean,
  dtype: D,
): Tensor<Mutable<S>, D>;
export function full(shape: Shape, value: number | boolean, dtype: DType = 'float32'): Tensor {
  checkShape('full', shape);
  checkDType('full', dtype);
  return fill([...shape], dtype, value);
}

/** A tensor of zeros. */
export function zeros<const S extends Shape>(shape: S): Tensor<Mutable<S>, 'float32'>;
export function zeros<const S extends Shape, D extends DType>(shape: S, dtype: D): Tensor<Mutable<S>, D>;
export function zeros(shape: Shape, dtype: DType = 'float32'): Tensor {
  return full(shape, 0, dtype);
}

/** A tensor of ones. */
export function ones<const S extends Shape>(shape: S): Tensor<Mutable<S>, 'float32'>;
export function ones<const S extends Shape, D extends DType>(shape: S, dtype: D): Tensor<Mutable<S>, D>;
export function ones(shape: Shape, dtype: DType = 'float32'): Tensor {
  return full(shape, 1, dtype);
}

/** A tensor with another's shape and dtype in which every element is `value`. */
export function fullLike<S extends Shape, D extends DType>(like: Tensor<S, D>, value: number | boolean): Tensor<S, D> {
  return fill(like.shape, like.dtype, value) as Tensor<S, D>;
}

/** A tensor of zeros with another's shape and dtype. */
export function zerosLike<S extends Shape, D extends DType>(like: Tensor<S, D>): Tensor<S, D> {
  return fill(like.shape, like.dtype, 0) as Tensor<S, D>;
}

/** A tensor of ones with another's shape and dtype. */
export function onesLike<S extends Shape, D extends DType>(like: Tensor<S, D>): Tensor<S, D> {
  return fill(like.shape, like.dtype, 1) as Tensor<S, D>;
}

const none: readonly Tensor[] = [];

/** {@link full} of a shape and dtype that are legal and stay as they are. */
export function fill(shape: Shape, dtype: DType, value: number | boolean): Tensor {
  return buildNode(fullOp, none, { shape, dtype, value: Number(value) }, shape, dtype);
}
