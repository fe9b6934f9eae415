import { type AnyTensor, knownElements, sub, type Tensor } from '@adjoint/core';
import { checkTwoValued } from '../labels/encoding.js';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses } from './reduction.js';

/** The options of {@link hingeLoss}. */
export interface HingeOptions<R extends Reduction = Reduction> extends ReductionOption<R> {
  /** How far on the right side a score must lie to cost nothing; 1 unless given. */
  readonly margin?: number;
}

/**
 * Hinge loss of a score x with a label y of −1 or 1: max(0, m − y·x), with margin m. Its gradient in x is −y where
 * y·x < m, else 0.
 *
 * Source: C. Cortes, V. Vapnik, "Support-vector networks", Machine Learning 20 (1995).
 *
 * @throws RangeError where the shapes differ, a label known at the call is not −1 or 1 (which one, and where), or for
 *   the mean of nothing
 */
export function hingeLoss<X extends AnyTensor, T extends AnyTensor, const R extends Reduction = 'mean'>(
  scores: X,
  labels: SameShape<X['shape'], T>,
  options?: HingeOptions<R>,
): Tensor<Reduced<X['shape'], R>, LossDType<X, T>>;
export function hingeLoss(scores: AnyTensor, labels: AnyTensor, options: HingeOptions = {}): AnyTensor {
  checkOperands('hingeLoss', scores, labels, 'scores');
  const known = knownElements(labels);
  if (known !== undefined) checkTwoValued('hingeLoss', known, labels.shape, 'sign');
  const { margin = 1, reduction } = options;
  return reduceLosses('hingeLoss', sub(margin, scores.mul(labels)).relu(), reduction);
}
