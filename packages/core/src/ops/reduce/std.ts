import type { ToFloat } from '../../graph/dtype.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { squaredDeviations } from './var.js';

/**
 * The standard deviation over axes, all of them unless said otherwise: the square root of the variance,
 * s = √(Σᵢ (xᵢ − x̄)² / (n − correction)). ∂s/∂xᵢ = (xᵢ − x̄) / ((n − correction) s), and 0 where s is 0.
 *
 * @param axes one axis or several, negative from the end
 * @param keepDims keeps reduced axes with size 1
 * @param correction 1 for the deviation of a sample (Bessel's correction), 0 for that of a population
 * @throws RangeError unless there are more elements than the correction
 */
export function std<X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
  correction?: number,
): Tensor<Safe<Reduce<X['shape'], A, K>>, ToFloat<X['dtype']>>;
export function std(x: AnyTensor, axes?: Axes, keepDims = false, correction = 1): AnyTensor {
  const variance = squaredDeviations('std', x, axes, keepDims, correction);
  // The square root has no derivative at 0: it is kept away from there, also where it is not chosen.
  const isZero = variance.eq(0);
  return isZero.where(0, isZero.where(1, variance).sqrt());
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The standard deviation over axes; see {@link std}. */
    std<Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
      this: Me,
      axes?: AxesArgument<Me['shape'], A>,
      keepDims?: K,
      correction?: number,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, ToFloat<Me['dtype']>>;
  }
}
