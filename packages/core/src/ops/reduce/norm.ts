import { type ToFloat, toFloat } from '../../graph/dtype.js';
import { normaliseAxes } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { countReduced } from './count.js';
import { dropAxes } from './define.js';

/**
 * The vector norm of an order p over axes, all of them unless said otherwise: ‖x‖ₚ = (Σᵢ |xᵢ|ᵖ)^(1/p), the Euclidean norm
 * for 2, maxᵢ |xᵢ| for Infinity. The elements are scaled by the largest one first, so that no power over- or underflows.
 * Integers are taken as float32; the norm of nothing is 0.
 *
 * ∂‖x‖ₚ/∂xᵢ = sign(xᵢ) (|xᵢ| / ‖x‖ₚ)^(p−1). Where the norm has no derivative a subgradient is taken: 0 at an element that
 * is 0 and at the zero vector; for Infinity, elements of equal magnitude share.
 *
 * @param order greater than 0
 * @param axes one axis or several, negative from the end
 * @param keepDims keeps reduced axes with size 1
 * @throws RangeError where the order is not greater than 0
 */
export function norm<X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  order?: number,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
): Tensor<Safe<Reduce<X['shape'], A, K>>, ToFloat<X['dtype']>>;
export function norm(x: AnyTensor, order = 2, axes?: Axes, keepDims = false): AnyTensor {
  if (!(order > 0)) throw new RangeError(`norm: there is no norm of order ${order}; use a number above 0, or Infinity`);
  const normalised = normaliseAxes('norm', axes, x.shape.length);
  const float = x.cast(toFloat(x.dtype));
  const isEmpty = countReduced(x.shape, normalised) === 0;
  const kept = isEmpty || order === 1 ? float.abs().sum(normalised, true) : scaled(float, order, normalised);
  return keepDims ? kept : dropAxes(kept, normalised);
}

function scaled(x: AnyTensor, order: number, axes: readonly number[]): AnyTensor {
  const largest = x.abs().max(axes, true);
  if (order === Number.POSITIVE_INFINITY) return largest;
  // The norm is homogeneous: a factor taken out counts as a constant, also for the derivatives.
  const constant = largest.stopGradient();
  const isUsable = constant.isFinite().logicalAnd(constant.gt(0));
  const scale = isUsable.where(constant, 1);
  const ratio = x.div(scale);
  // A square without |x|, whose second derivative at 0 would be lost.
  const powers = order === 2 ? ratio.square() : power(ratio.abs(), order);
  return power(powers.sum(axes, true), 1 / order).mul(scale);
}

/** x to a power, with 0 and derivatives 0 at 0, where a power below 1 has infinite ones. */
function power(x: AnyTensor, exponent: number): AnyTensor {
  const isZero = x.eq(0);
  const safe = isZero.where(1, x);
  return isZero.where(0, exponent === 0.5 ? safe.sqrt() : safe.pow(exponent));
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The vector norm over axes; see {@link norm}. */
    norm<Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
      this: Me,
      order?: number,
      axes?: AxesArgument<Me['shape'], A>,
      keepDims?: K,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, ToFloat<Me['dtype']>>;
  }
}
