import { type ToFloat, toFloat } from '../../graph/dtype.js';
import { normaliseAxes, showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { countReduced } from './count.js';

/**
 * The variance over axes, all of them unless said otherwise: Σᵢ (xᵢ − x̄)² / (n − correction). It is computed in two
 * passes, so a large mean costs no accuracy. Integers are taken as float32. ∂/∂xᵢ = 2 (xᵢ − x̄) / (n − correction).
 *
 * Its name among the functions is `variance`, because `var` is a word of the language; the method is `x.var()`.
 *
 * @param axes one axis or several, negative from the end
 * @param keepDims keeps reduced axes with size 1
 * @param correction 1 for the variance of a sample (Bessel's correction), 0 for that of a population
 * @throws RangeError unless there are more elements than the correction
 */
export function variance<X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
  correction?: number,
): Tensor<Safe<Reduce<X['shape'], A, K>>, ToFloat<X['dtype']>>;
export function variance(x: AnyTensor, axes?: Axes, keepDims = false, correction = 1): AnyTensor {
  return squaredDeviations('var', x, axes, keepDims, correction);
}

/** {@link variance} on behalf of an op. */
export function squaredDeviations(
  op: string,
  x: AnyTensor,
  axes: Axes,
  keepDims: boolean,
  correction: number,
): AnyTensor {
  const normalised = normaliseAxes(op, axes, x.shape.length);
  const count = countReduced(x.shape, normalised);
  const divisor = count - correction;
  if (!(divisor > 0)) {
    throw new RangeError(
      `${op}: ${count} elements over axes ${showShape(normalised)} of a tensor of shape ` +
        `${showShape(x.shape)} are too few for correction ${correction}; ` +
        'there must be more elements than the correction (0 for the variance of a population)',
    );
  }
  const float = x.cast(toFloat(x.dtype));
  return float.sub(float.mean(normalised, true)).square().sum(normalised, keepDims).div(divisor);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The variance over axes; see {@link variance}. */
    var<Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
      this: Me,
      axes?: AxesArgument<Me['shape'], A>,
      keepDims?: K,
      correction?: number,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, ToFloat<Me['dtype']>>;
  }
}
