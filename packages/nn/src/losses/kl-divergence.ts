import { type AnyTensor, isFloat, type Tensor } from '@adjoint/core';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { type Reduced, type Reduction, reduceLosses, requireSome } from './reduction.js';

/** The options of {@link klDivergence}. */
export interface KlDivergenceOptions<R extends Reduction | 'batchmean' = Reduction | 'batchmean'> {
  /**
   * `'mean'` (the default) divides the sum by the number of elements, `'batchmean'` by the size of the first axis, which
   * is the divergence of the mathematical definition, averaged over a batch.
   */
  readonly reduction?: R;
  /** Whether the target holds log-probabilities; false unless given. */
  readonly logTarget?: boolean;
}

/**
 * Kullback–Leibler divergence D(p ‖ q) from log-probabilities ln q and a target p: p (ln p − ln q), elementwise, and 0
 * where p is 0. With `logTarget`, the target holds ln p.
 *
 * Gradient in ln q: −p.
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 3.13.
 *
 * @throws RangeError where the shapes differ, or for the mean of nothing
 */
export function klDivergence<
  X extends AnyTensor,
  T extends AnyTensor,
  const R extends Reduction | 'batchmean' = 'mean',
>(
  logProbabilities: X,
  target: SameShape<X['shape'], T>,
  options?: KlDivergenceOptions<R>,
): Tensor<Reduced<X['shape'], R>, LossDType<X, T>>;
export function klDivergence(
  logProbabilities: AnyTensor,
  target: AnyTensor,
  { reduction = 'mean', logTarget = false }: KlDivergenceOptions = {},
): AnyTensor {
  const op = 'klDivergence';
  checkOperands(op, logProbabilities, target, 'log-probabilities');
  const p = isFloat(target.dtype) ? target : target.cast(logProbabilities.dtype);
  const losses = logTarget ? fromLogarithms(logProbabilities, p) : fromProbabilities(logProbabilities, p);
  if (reduction !== 'batchmean') return reduceLosses(op, losses, reduction);
  requireSome(op, losses.shape);
  return losses.sum().div(losses.shape[0] ?? 1);
}

// Both choose harmless arguments where p is 0, or 0 · ∞ would come back from the derivatives.

function fromProbabilities(logQ: AnyTensor, p: AnyTensor): AnyTensor {
  const present = p.ne(0);
  const log = present.where(p, 1).log();
  return present.where(p.mul(log.sub(present.where(logQ, 0))), 0);
}

function fromLogarithms(logQ: AnyTensor, logP: AnyTensor): AnyTensor {
  const present = logP.ne(Number.NEGATIVE_INFINITY);
  const log = present.where(logP, 0);
  return present.where(log.exp().mul(log.sub(present.where(logQ, 0))), 0);
}
