import type { AnyTensor, AxisArgument } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';
import { normaliseAxis, shiftByMaximum } from './softmax.js';

/**
 * The logarithm of `softmax` along an axis: xᵢ − ln Σⱼ e^xⱼ, accurate where the probability itself would round to
 * 0. A row of −∞ alone gives NaN; −∞ among others stays −∞.
 *
 * Gradient: v − ŷ · Σ v for a cotangent v, with ŷ = softmax(x).
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 6.2.2.3.
 *
 * @param axis −1 unless given
 * @throws RangeError where the axis does not exist
 */
export function logSoftmax<X extends AnyTensor, const A extends number = -1>(
  x: X,
  axis?: AxisArgument<X['shape'], A>,
): FloatLike<X>;
export function logSoftmax(x: AnyTensor, axis = -1): AnyTensor {
  const z = asFloat('logSoftmax', x);
  if (z.shape.length === 0) return logSoftmax(z.reshape([1]), axis).reshape([]);
  const at = normaliseAxis('logSoftmax', axis, z.shape);
  if (z.shape[at] === 0) return z;
  const shifted = shiftByMaximum(z, at);
  return shifted.sub(shifted.exp().sum(at, true).log());
}
