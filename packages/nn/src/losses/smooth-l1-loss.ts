import type { AnyTensor, Tensor } from '@adjoint/core';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses } from './reduction.js';

/** The options of {@link smoothL1Loss}. */
export interface SmoothL1Options<R extends Reduction = Reduction> extends ReductionOption<R> {
  /** From which error on the loss is linear, with slope 1; 1 unless given. */
  readonly beta?: number;
}

/**
 * Smooth L1 loss of d = x − y: ½ d² / β where |d| < β, else |d| − ½ β. It is Huber's loss divided by β = δ; its gradient
 * in the prediction x is d / β, limited to [−1, 1].
 *
 * Source: R. Girshick, "Fast R-CNN", ICCV 2015.
 *
 * @throws RangeError where the shapes differ, beta is not positive, or for the mean of nothing
 */
export function smoothL1Loss<X extends AnyTensor, T extends AnyTensor, const R extends Reduction = 'mean'>(
  prediction: X,
  target: SameShape<X['shape'], T>,
  options?: SmoothL1Options<R>,
): Tensor<Reduced<X['shape'], R>, LossDType<X, T>>;
export function smoothL1Loss(prediction: AnyTensor, target: AnyTensor, options: SmoothL1Options = {}): AnyTensor {
  checkOperands('smoothL1Loss', prediction, target);
  const { beta = 1, reduction } = options;
  if (!(beta > 0)) {
    throw new RangeError(`smoothL1Loss: beta must be positive, got ${beta}; for its limit 0 use meanAbsoluteError`);
  }
  const error = prediction.sub(target);
  const size = error.abs();
  const losses = size.lt(beta).where(error.square().mul(0.5 / beta), size.sub(beta / 2));
  return reduceLosses('smoothL1Loss', losses, reduction);
}
