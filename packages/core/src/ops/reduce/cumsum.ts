import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument } from '../../types/index.js';
import { defineScan } from './scan.js';
import type { AccumulatedDType } from './sum.js';

const build = defineScan({
  name: 'cumsum',
  combine: 'sum',
  vjp: ({ cotangent, axis }) => cotangent.flip(axis).cumsum(axis).flip(axis),
});

/**
 * The running sum along an axis: yₖ = Σᵢ≤ₖ xᵢ. Bools and bytes add up in int32. The gradient is the running sum of the
 * cotangent from the end: ∂L/∂xᵢ = Σₖ≥ᵢ ∂L/∂yₖ.
 *
 * @throws RangeError where the axis does not exist
 */
export function cumsum<X extends AnyTensor, const A extends number>(
  x: X,
  axis: AxisArgument<X['shape'], A>,
): Tensor<X['shape'], AccumulatedDType<X['dtype']>>;
export function cumsum(x: AnyTensor, axis: number): AnyTensor {
  return build(x, axis);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The running sum along an axis; see {@link cumsum}. */
    cumsum<Me extends AnyTensor, const A extends number>(
      this: Me,
      axis: AxisArgument<Me['shape'], A>,
    ): Tensor<Me['shape'], AccumulatedDType<Me['dtype']>>;
  }
}
