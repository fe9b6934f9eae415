import type { AnyTensor, Tensor } from '@adjoint/core';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses } from './reduction.js';

/**
 * Squared error: (x − y)². Its gradient in the prediction x is 2(x − y), divided by the number of elements for the mean.
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 5.1.4.
 *
 * @throws RangeError where the shapes differ, or for the mean of nothing
 */
export function meanSquaredError<X extends AnyTensor, T extends AnyTensor, const R extends Reduction = 'mean'>(
  prediction: X,
  target: SameShape<X['shape'], T>,
  options?: ReductionOption<R>,
): Tensor<Reduced<X['shape'], R>, LossDType<X, T>>;
export function meanSquaredError(prediction: AnyTensor, target: AnyTensor, options: ReductionOption = {}): AnyTensor {
  checkOperands('meanSquaredError', prediction, target);
  return reduceLosses('meanSquaredError', prediction.sub(target).square(), options.reduction);
}
