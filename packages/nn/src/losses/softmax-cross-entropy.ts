import type { AnyTensor, Tensor } from '@adjoint/core';
import { requireFloat } from '../operand.js';
import { type ClassTarget, classAxis, holdsClassIndices, type LabelsShape } from './class-target.js';
import { maskLabels, weightOfLabels, whereCounted } from './label-mask.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses, requireSome } from './reduction.js';
import { softmaxCrossEntropyNode } from './softmax-cross-entropy-op.js';
import { type ClassWeights, classWeightTensor } from './weights.js';

/** The options of {@link softmaxCrossEntropy}. */
export interface SoftmaxCrossEntropyOptions<R extends Reduction = Reduction> extends ReductionOption<R> {
  /** How much of the truth is spread evenly over all classes, ε in [0, 1]; 0 unless given. */
  readonly labelSmoothing?: number;
  /** A constant factor for each class. */
  readonly classWeights?: ClassWeights;
  /** A class index that stands for "no label": its loss and gradient are 0. Only for class indices. */
  readonly ignoreIndex?: number;
}

/**
 * The softmax loss: cross-entropy between the truth and softmax(logits), as one op with its own derivative. For a class
 * index y it is −ln softmax(z)_y = ln Σ e^z − z_y; for a distribution p it is −Σ pᵢ ln softmax(z)ᵢ.
 *
 * Logits have shape [C], [N, C] or [N, C, d…]. The target is one of
 * - class indices (int32 or uint8) of shape [], [N] or [N, d…];
 * - one-hot rows or distributions (floats or bools) of the logits' shape.
 *
 * With class weights w, the loss of index y is multiplied by w_y, and a distribution's terms by wᵢ. Label smoothing ε
 * replaces the truth p by (1 − ε) p + ε / C before the weights. The mean divides by the sum of w_y over the labels that
 * count, so it is a weighted mean; for distributions it divides by the number of losses. If all labels are ignored,
 * the mean is NaN, 0/0.
 *
 * Gradient in the logits: (ŷ − y) · scale, with ŷ = softmax(z), y the truth as a distribution, and scale 1/N for the
 * mean. It is finite for logits of ±10⁴ and for −∞ where the truth has no mass.
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 6.2.2.3; label smoothing: C. Szegedy
 * et al., "Rethinking the Inception architecture for computer vision", CVPR 2016.
 *
 * @example
 * softmaxCrossEntropy(tensor([[2, 0, 1], [0, 3, 0]]), tensor([0, 1], 'int32')); // mean of two losses
 *
 * @throws TypeError where logits or target have a dtype that does not fit (float class indices: cast to int32)
 * @throws RangeError where the shapes do not fit, a label known at the call is no class (which one, at which position,
 *   and what is legal), or for the mean of nothing. Labels that are computed are checked when they are evaluated
 */
export function softmaxCrossEntropy<Z extends AnyTensor, T extends AnyTensor, const R extends Reduction = 'mean'>(
  logits: Z,
  target: ClassTarget<Z['shape'], T>,
  options?: SoftmaxCrossEntropyOptions<R>,
): Tensor<Reduced<LabelsShape<Z['shape']>, R>, Z['dtype']>;
export function softmaxCrossEntropy(
  logits: AnyTensor,
  target: AnyTensor,
  options: SoftmaxCrossEntropyOptions = {},
): AnyTensor {
  requireFloat(op, 'logits', logits);
  const { labelSmoothing = 0, classWeights, ignoreIndex, reduction } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new RangeError(`${op}: labelSmoothing must lie in [0, 1], got ${labelSmoothing}`);
  }
  const axis = classAxis(op, 'logits', logits);
  const classes = logits.shape[axis] as number;
  const problem: Problem = {
    logits: logits.moveAxis(axis, -1),
    classes,
    smoothing: labelSmoothing,
    weights: classWeights === undefined ? undefined : classWeightTensor(op, classWeights, classes, logits),
    reduction,
  };
  if (holdsClassIndices(op, logits, target, axis, ignoreIndex)) return againstLabels(problem, target, ignoreIndex);
  if (ignoreIndex !== undefined) {
    throw new TypeError(
      `${op}: ignoreIndex ${ignoreIndex} is for class indices, but the target holds distributions; leave it out, ` +
        "or multiply the losses of reduction 'none' by a mask",
    );
  }
  return againstDistributions(problem, target.cast(logits.dtype).moveAxis(axis, -1));
}

const op = 'softmaxCrossEntropy';

/** The arguments, with the classes on the last axis. */
interface Problem {
  readonly logits: AnyTensor;
  readonly classes: number;
  readonly smoothing: number;
  readonly weights: AnyTensor | undefined;
  readonly reduction: Reduction | undefined;
}

function againstLabels(problem: Problem, target: AnyTensor, ignoreIndex: number | undefined): AnyTensor {
  const { classes, smoothing, weights, reduction } = problem;
  const masked = maskLabels(target, ignoreIndex);
  const { labels, counted } = masked;
  const logits = whereCounted(counted?.unsqueeze(-1), problem.logits);
  const scale = weightOfLabels(masked, weights, logits);
  let losses: AnyTensor;
  if (smoothing === 0) {
    losses = softmaxCrossEntropyNode(logits, labels);
    if (scale !== undefined) losses = losses.mul(scale);
  } else {
    const truth = labels.oneHot(classes, logits.dtype);
    losses = whereCounted(counted, softmaxCrossEntropyNode(logits, mass(truth, problem)));
  }
  if (scale === undefined || (reduction ?? 'mean') !== 'mean') return reduceLosses(op, losses, reduction);
  requireSome(op, losses.shape);
  return losses.sum().div(scale.sum());
}

function againstDistributions(problem: Problem, truth: AnyTensor): AnyTensor {
  return reduceLosses(op, softmaxCrossEntropyNode(problem.logits, mass(truth, problem)), problem.reduction);
}

/** How much each class counts: the smoothed truth times the class weights. */
function mass(truth: AnyTensor, { classes, smoothing, weights }: Problem): AnyTensor {
  const smoothed = smoothing === 0 ? truth : truth.mul(1 - smoothing).add(smoothing / classes);
  return weights === undefined ? smoothed : smoothed.mul(weights);
}
