import { type ToFloat, toFloat } from '../../graph/dtype.js';
import { normaliseAxes } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { countReduced } from './count.js';
import { dropAxes } from './define.js';

/**
 * The logarithm of a sum of exponentials over axes, all of them unless said otherwise: log Σᵢ exp xᵢ. It shifts by the
 * maximum m, m + log Σᵢ exp(xᵢ − m), so it neither overflows nor loses small differences of large numbers. Integers are
 * taken as float32.
 *
 * The gradient is the softmax, ∂/∂xᵢ = exp xᵢ / Σⱼ exp xⱼ. Of no elements, or where all are −∞, the result is −∞ and the
 * gradient 0.
 *
 * @param axes one axis or several, negative from the end
 * @param keepDims keeps reduced axes with size 1
 */
export function logsumexp<X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
): Tensor<Safe<Reduce<X['shape'], A, K>>, ToFloat<X['dtype']>>;
export function logsumexp(x: AnyTensor, axes?: Axes, keepDims = false): AnyTensor {
  const normalised = normaliseAxes('logsumexp', axes, x.shape.length);
  const float = x.cast(toFloat(x.dtype));
  const kept = countReduced(x.shape, normalised) === 0 ? logOfSum(float, normalised) : shifted(float, normalised);
  return keepDims ? kept : dropAxes(kept, normalised);
}

function shifted(x: AnyTensor, axes: readonly number[]): AnyTensor {
  const largest = x.max(axes, true).stopGradient();
  // ∞ − ∞ is NaN: without a finite maximum there is nothing to shift by.
  const shift = largest.isFinite().where(largest, 0);
  return logOfSum(x.sub(shift), axes).add(shift);
}

function logOfSum(x: AnyTensor, axes: readonly number[]): AnyTensor {
  const sum = x.exp().sum(axes, true);
  // Of zero the logarithm is chosen by hand, so that its derivative ∞ meets no zero further up.
  const isZero = sum.eq(0);
  return isZero.where(Number.NEGATIVE_INFINITY, isZero.where(1, sum).log());
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** log Σ exp x over axes; see {@link logsumexp}. */
    logsumexp<Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
      this: Me,
      axes?: AxesArgument<Me['shape'], A>,
      keepDims?: K,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, ToFloat<Me['dtype']>>;
  }
}
