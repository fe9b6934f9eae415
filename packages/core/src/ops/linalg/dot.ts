import type { Promote } from '../../graph/dtype.js';
import { showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Fits, MatMulOperand, Outer, Shape, Show } from '../../types/index.js';
import { matmul } from './matmul.js';
import { productDType } from './operands.js';

/** `cannot dot [2, 3] with [3]: both need exactly one axis` */
export type DotOperand<S extends Shape, O extends AnyTensor> = Fits<
  Outer<S, O['shape']>,
  `cannot dot ${Show<S>} with ${Show<O['shape']>}: both need exactly one axis`,
  MatMulOperand<S, O>
>;

/**
 * The inner product of two vectors of one length: Σᵢ xᵢ·yᵢ. ∂/∂x = y, ∂/∂y = x.
 *
 * @throws RangeError where an operand has not exactly one axis, or the lengths differ
 * @throws TypeError where both are uint8 or bool
 */
export function dot<A extends AnyTensor, B extends AnyTensor>(
  x: A,
  y: DotOperand<A['shape'], B>,
): Tensor<[], Promote<A['dtype'], B['dtype']>>;
export function dot(x: AnyTensor, y: AnyTensor): AnyTensor {
  const shapes = `${showShape(x.shape)} with ${showShape(y.shape)}`;
  if (x.shape.length !== 1 || y.shape.length !== 1) {
    throw new RangeError(`dot: cannot dot ${shapes}: both need exactly one axis; use matmul, or x.mul(y).sum(axis)`);
  }
  if (x.shape[0] !== y.shape[0]) throw new RangeError(`dot: cannot dot ${shapes}: both need the same length`);
  productDType('dot', [x, y]);
  return matmul(x, y);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The inner product of two vectors; see {@link dot}. */
    dot<Me extends AnyTensor, O extends AnyTensor>(
      this: Me,
      other: DotOperand<Me['shape'], O>,
    ): Tensor<[], Promote<Me['dtype'], O['dtype']>>;
  }
}
