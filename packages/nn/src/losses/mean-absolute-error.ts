import type { AnyTensor, Tensor } from '@adjoint/core';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses } from './reduction.js';

/**
 * Absolute error: |x − y|. Its gradient in the prediction x is sign(x − y), 0 where they are equal.
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 6.2.1.2: it fits the median.
 *
 * @throws RangeError where the shapes differ, or for the mean of nothing
 */
export function meanAbsoluteError<X extends AnyTensor, T extends AnyTensor, const R extends Reduction = 'mean'>(
  prediction: X,
  target: SameShape<X['shape'], T>,
  options?: ReductionOption<R>,
): Tensor<Reduced<X['shape'], R>, LossDType<X, T>>;
export function meanAbsoluteError(prediction: AnyTensor, target: AnyTensor, options: ReductionOption = {}): AnyTensor {
  checkOperands('meanAbsoluteError', prediction, target);
  return reduceLosses('meanAbsoluteError', prediction.sub(target).abs(), options.reduction);
}
