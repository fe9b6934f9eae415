import type { AnyTensor, Tensor } from '@adjoint/core';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { checkProbabilities } from './probabilities.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses } from './reduction.js';
import { constantWeight } from './weights.js';

/** The options of {@link binaryCrossEntropyWithLogits}. */
export interface BinaryCrossEntropyOptions<R extends Reduction = Reduction> extends ReductionOption<R> {
  /** A factor on each loss; it broadcasts to the shape of the logits and is a constant. */
  readonly weight?: AnyTensor | number;
  /** A factor on the part of the positive class; it broadcasts to the shape of the logits and is a constant. */
  readonly positiveWeight?: AnyTensor | number;
}

/**
 * Binary cross-entropy of the logistic function of a logit x with a label y in [0, 1]:
 * −w (p · y ln σ(x) + (1 − y) ln(1 − σ(x))), with weight w and positive weight p. It is computed as
 * w ((1 − y) x + (1 + (p − 1) y) ln(1 + e^(−x))), which neither overflows nor takes the logarithm of 0. The mean divides
 * by the number of elements, whatever the weights.
 *
 * Gradient in x, without weights: σ(x) − y.
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 6.2.2.2.
 *
 * @throws RangeError where the shapes differ, a label known at the call lies outside [0, 1] (which one, and where), or
 *   for the mean of nothing
 */
export function binaryCrossEntropyWithLogits<
  X extends AnyTensor,
  T extends AnyTensor,
  const R extends Reduction = 'mean',
>(
  logits: X,
  target: SameShape<X['shape'], T>,
  options?: BinaryCrossEntropyOptions<R>,
): Tensor<Reduced<X['shape'], R>, LossDType<X, T>>;
export function binaryCrossEntropyWithLogits(
  logits: AnyTensor,
  target: AnyTensor,
  options: BinaryCrossEntropyOptions = {},
): AnyTensor {
  const op = 'binaryCrossEntropyWithLogits';
  checkOperands(op, logits, target, 'logits');
  checkProbabilities(op, 'label', target);
  const { weight, positiveWeight, reduction } = options;
  let logarithm: AnyTensor = logits.neg().softplus();
  if (positiveWeight !== undefined) {
    const extra = constantWeight(op, 'positiveWeight', positiveWeight, logits).sub(1);
    logarithm = logarithm.mul(extra.mul(target).add(1));
  }
  // (1 − y)x as x − xy: a label may be of any dtype.
  let losses: AnyTensor = logits.sub(logits.mul(target)).add(logarithm);
  if (weight !== undefined) losses = losses.mul(constantWeight(op, 'weight', weight, logits));
  return reduceLosses(op, losses, reduction);
}
