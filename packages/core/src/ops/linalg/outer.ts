import type { Promote } from '../../graph/dtype.js';
import { showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Outer, OuterOperand, Safe } from '../../types/index.js';
import { productDType } from './operands.js';

/**
 * The outer product of two vectors: outᵢⱼ = xᵢ·yⱼ. For the cotangent G, ∂L/∂x = G·y and ∂L/∂y = Gᵀ·x.
 *
 * @throws RangeError where an operand has not exactly one axis
 * @throws TypeError where both are uint8 or bool
 */
export function outer<A extends AnyTensor, B extends AnyTensor>(
  x: A,
  y: OuterOperand<A['shape'], B>,
): Tensor<Safe<Outer<A['shape'], B['shape']>>, Promote<A['dtype'], B['dtype']>>;
export function outer(x: AnyTensor, y: AnyTensor): AnyTensor {
  if (x.shape.length !== 1 || y.shape.length !== 1) {
    throw new RangeError(
      `outer: cannot take the outer product of ${showShape(x.shape)} and ${showShape(y.shape)}: ` +
        'both need exactly one axis; flatten them first',
    );
  }
  productDType('outer', [x, y]);
  return x.unsqueeze(1).mul(y);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The outer product of two vectors; see {@link outer}. */
    outer<Me extends AnyTensor, O extends AnyTensor>(
      this: Me,
      other: OuterOperand<Me['shape'], O>,
    ): Tensor<Safe<Outer<Me['shape'], O['shape']>>, Promote<Me['dtype'], O['dtype']>>;
  }
}
