import { type AnyTensor, knownElements, type Tensor } from '@adjoint/core';
import { checkTwoValued } from '../labels/encoding.js';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses } from './reduction.js';

/**
 * Logistic loss of a score x with a label y of −1 or 1: ln(1 + e^(−y·x)), which does not overflow. Its gradient in x is
 * −y · σ(−y·x).
 *
 * Source: J. Friedman, T. Hastie, R. Tibshirani, "Additive logistic regression", Annals of Statistics 28 (2000).
 *
 * @throws RangeError where the shapes differ, a label known at the call is not −1 or 1 (which one, and where), or for
 *   the mean of nothing
 */
export function softMarginLoss<X extends AnyTensor, T extends AnyTensor, const R extends Reduction = 'mean'>(
  scores: X,
  labels: SameShape<X['shape'], T>,
  options?: ReductionOption<R>,
): Tensor<Reduced<X['shape'], R>, LossDType<X, T>>;
export function softMarginLoss(scores: AnyTensor, labels: AnyTensor, options: ReductionOption = {}): AnyTensor {
  checkOperands('softMarginLoss', scores, labels, 'scores');
  const known = knownElements(labels);
  if (known !== undefined) checkTwoValued('softMarginLoss', known, labels.shape, 'sign');
  return reduceLosses('softMarginLoss', scores.mul(labels).neg().softplus(), options.reduction);
}
