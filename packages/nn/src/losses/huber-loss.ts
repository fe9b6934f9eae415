import type { AnyTensor, Tensor } from '@adjoint/core';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses } from './reduction.js';

/** The options of {@link huberLoss}. */
export interface HuberOptions<R extends Reduction = Reduction> extends ReductionOption<R> {
  /** From which error on the loss is linear; 1 unless given. */
  readonly delta?: number;
}

/**
 * Huber's loss of d = x − y: ½ d² where |d| ≤ δ, else δ (|d| − ½ δ). Its gradient in the prediction x is d, limited to
 * [−δ, δ].
 *
 * Source: P. Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35 (1964).
 *
 * @throws RangeError where the shapes differ, delta is not positive, or for the mean of nothing
 */
export function huberLoss<X extends AnyTensor, T extends AnyTensor, const R extends Reduction = 'mean'>(
  prediction: X,
  target: SameShape<X['shape'], T>,
  options?: HuberOptions<R>,
): Tensor<Reduced<X['shape'], R>, LossDType<X, T>>;
export function huberLoss(prediction: AnyTensor, target: AnyTensor, options: HuberOptions = {}): AnyTensor {
  checkOperands('huberLoss', prediction, target);
  const { delta = 1, reduction } = options;
  if (!(delta > 0)) throw new RangeError(`huberLoss: delta must be positive, got ${delta}`);
  const error = prediction.sub(target);
  const size = error.abs();
  const losses = size.le(delta).where(error.square().mul(0.5), size.sub(delta / 2).mul(delta));
  return reduceLosses('huberLoss', losses, reduction);
}
