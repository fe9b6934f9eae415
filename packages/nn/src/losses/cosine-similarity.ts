import type { AnyTensor, AxisArgument, Reduce, Safe, Tensor } from '@adjoint/core';
import { checkOperands, type LossDType, type SameShape } from './operands.js';

/** The options of {@link cosineSimilarity}. */
export interface CosineSimilarityOptions<A extends number = number> {
  /** The axis of the vectors; −1 unless given. */
  readonly axis?: A;
  /** The smallest length that is divided by; 10⁻⁸ unless given. */
  readonly epsilon?: number;
}

/**
 * Cosine of the angle between vectors along an axis: Σ xᵢyᵢ / (max(‖x‖, ε) · max(‖y‖, ε)).
 *
 * @throws RangeError where the shapes differ
 */
export function cosineSimilarity<X extends AnyTensor, Y extends AnyTensor, const A extends number = -1>(
  x: X,
  y: SameShape<X['shape'], Y>,
  options?: CosineSimilarityOptions<A & AxisArgument<X['shape'], A>>,
): Tensor<Safe<Reduce<X['shape'], A>>, LossDType<X, Y>>;
export function cosineSimilarity(
  x: AnyTensor,
  y: AnyTensor,
  { axis = -1, epsilon = 1e-8 }: CosineSimilarityOptions = {},
): AnyTensor {
  checkOperands('cosineSimilarity', x, y, 'first vectors');
  const length = (z: AnyTensor): AnyTensor => z.norm(2, axis).maximum(epsilon);
  return x
    .mul(y)
    .sum(axis)
    .div(length(x).mul(length(y)));
}
