import type { AnyTensor, Tensor } from '@adjoint/core';
import { requireFloat } from '../operand.js';
import { type ClassIndices, classAxis, type LabelsShape, requireClassIndices } from './class-target.js';
import { maskLabels, weightOfLabels, whereCounted } from './label-mask.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses, requireSome } from './reduction.js';
import { type ClassWeights, classWeightTensor } from './weights.js';

/** The options of {@link nllLoss}. */
export interface NllOptions<R extends Reduction = Reduction> extends ReductionOption<R> {
  /** A constant factor for each class. */
  readonly classWeights?: ClassWeights;
  /** A class index that stands for "no label": its loss and gradient are 0. */
  readonly ignoreIndex?: number;
}

/**
 * Negative log-likelihood of class indices y under log-probabilities x: −w_y x_y. The log-probabilities have shape [C],
 * [N, C] or [N, C, d…], the labels [], [N] or [N, d…]. The mean divides by the sum of w_y over the labels that count.
 * `nllLoss(logSoftmax(z, 1), y)` equals `softmaxCrossEntropy(z, y)`, which is one op and should be preferred.
 *
 * Gradient in x: −w_y at the label and 0 elsewhere.
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 6.2.1.1.
 *
 * @throws TypeError where the labels are not integers
 * @throws RangeError where the shapes do not fit, a label known at the call is no class, or for the mean of nothing
 */
export function nllLoss<X extends AnyTensor, T extends AnyTensor, const R extends Reduction = 'mean'>(
  logProbabilities: X,
  labels: ClassIndices<X['shape'], T>,
  options?: NllOptions<R>,
): Tensor<Reduced<LabelsShape<X['shape']>, R>, X['dtype']>;
export function nllLoss(logProbabilities: AnyTensor, target: AnyTensor, options: NllOptions = {}): AnyTensor {
  const op = 'nllLoss';
  requireFloat(op, 'log-probabilities', logProbabilities);
  const { classWeights, ignoreIndex, reduction } = options;
  const axis = classAxis(op, 'log-probabilities', logProbabilities);
  requireClassIndices(op, logProbabilities, target, axis, ignoreIndex);
  const weights =
    classWeights === undefined
      ? undefined
      : classWeightTensor(op, classWeights, logProbabilities.shape[axis] as number, logProbabilities);
  const masked = maskLabels(target, ignoreIndex);
  const picked = logProbabilities.gather(masked.labels.unsqueeze(axis), axis).squeeze(axis);
  const scale = weightOfLabels(masked, weights, logProbabilities);
  const losses = whereCounted(masked.counted, scale === undefined ? picked.neg() : picked.neg().mul(scale));
  if (scale === undefined || (reduction ?? 'mean') !== 'mean') return reduceLosses(op, losses, reduction);
  requireSome(op, losses.shape);
  return losses.sum().div(scale.sum());
}
