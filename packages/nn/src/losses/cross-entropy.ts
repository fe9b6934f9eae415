import type { AnyTensor, AxisArgument, Reduce, Safe, Tensor } from '@adjoint/core';
import { normaliseAxis } from '../activations/softmax.js';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses } from './reduction.js';

/** The options of {@link crossEntropy}. */
export interface CrossEntropyOptions<R extends Reduction = Reduction, A extends number = number>
  extends ReductionOption<R> {
  /** The axis of the classes; −1 unless given. */
  readonly axis?: A;
}

/**
 * Cross-entropy between distributions: H(p, q) = −Σ pᵢ ln qᵢ along the class axis, with p the target (the truth) and q
 * the prediction, both as probabilities. A term with pᵢ = 0 is 0, whatever qᵢ is; for a one-hot truth the loss is minus
 * the logarithm of the true class's probability. Where there are logits, prefer `softmaxCrossEntropy`, which never takes
 * the logarithm of a rounded probability.
 *
 * Gradient in q: −pᵢ / qᵢ.
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 3.13.
 *
 * @throws RangeError where the shapes differ, the axis does not exist, or for the mean of nothing
 */
export function crossEntropy<
  Q extends AnyTensor,
  P extends AnyTensor,
  const R extends Reduction = 'mean',
  const A extends number = -1,
>(
  prediction: Q,
  target: SameShape<Q['shape'], P>,
  options?: CrossEntropyOptions<R, A & AxisArgument<Q['shape'], A>>,
): Tensor<Reduced<Safe<Reduce<Q['shape'], A>>, R>, LossDType<Q, P>>;
export function crossEntropy(
  prediction: AnyTensor,
  target: AnyTensor,
  { axis = -1, reduction }: CrossEntropyOptions = {},
): AnyTensor {
  checkOperands('crossEntropy', prediction, target);
  if (prediction.shape.length === 0) {
    throw new RangeError('crossEntropy: scalars are no distributions; give tensors with an axis of classes');
  }
  const at = normaliseAxis('crossEntropy', axis, prediction.shape);
  const present = target.ne(0);
  const terms = present.where(present.where(prediction, 1).log().mul(target), 0);
  return reduceLosses('crossEntropy', terms.sum(at).neg(), reduction);
}
