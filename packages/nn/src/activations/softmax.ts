import { type AnyTensor, type AxisArgument, type Shape, showShape } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/**
 * Softmax along an axis: softmax(x)ᵢ = e^xᵢ / Σⱼ e^xⱼ, non-negative and with sum 1. The maximum is subtracted first, so
 * that nothing overflows. A row of −∞ alone has no distribution and gives NaN; −∞ among others gives 0.
 *
 * Gradient: ŷ ⊙ (v − ⟨v, ŷ⟩) for a cotangent v, with ŷ the result.
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 6.2.2.3.
 *
 * @param axis −1 unless given
 * @throws RangeError where the axis does not exist
 */
export function softmax<X extends AnyTensor, const A extends number = -1>(
  x: X,
  axis?: AxisArgument<X['shape'], A>,
): FloatLike<X>;
export function softmax(x: AnyTensor, axis = -1): AnyTensor {
  const z = asFloat('softmax', x);
  if (z.shape.length === 0) return softmax(z.reshape([1]), axis).reshape([]);
  const at = normaliseAxis('softmax', axis, z.shape);
  if (z.shape[at] === 0) return z;
  const exponentials = shiftByMaximum(z, at).exp();
  return exponentials.div(exponentials.sum(at, true));
}

/** x − max x along the axis. Both functions here do not change under a shift, so it counts as a constant. */
export function shiftByMaximum(x: AnyTensor, axis: number): AnyTensor {
  return x.sub(x.max(axis, true).stopGradient());
}

/** Counts a negative axis from the end. A scalar counts as one element along one axis. */
export function normaliseAxis(op: string, axis: number, shape: Shape): number {
  const rank = Math.max(shape.length, 1);
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new RangeError(
      `${op}: there is no axis ${axis} in a tensor of shape ${showShape(shape)}; use an integer from ${-rank} to ${rank - 1}`,
    );
  }
  return axis < 0 ? axis + rank : axis;
}
