import type { AnyTensor } from '@adjoint/core';
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  cosineSimilarity,
  hingeLoss,
  huberLoss,
  klDivergence,
  meanAbsoluteError,
  meanSquaredError,
  nllLoss,
  type Reduction,
  smoothL1Loss,
  softMarginLoss,
  softmaxCrossEntropy,
} from '@adjoint/nn';
import type { Attributes } from '../attributes.js';
import { binary, type FunctionOperation, type Operations, operation } from './operation.js';

/** How the losses of all examples are joined. */
function reductionOf(attributes: Attributes): { readonly reduction: Reduction } {
  return { reduction: attributes.choice('reduction', ['none', 'mean', 'sum']) };
}

/** A loss of predictions and targets. */
function loss(
  apply: (
    x: AnyTensor,
    target: AnyTensor,
    reduction: { readonly reduction: Reduction },
    attributes: Attributes,
  ) => AnyTensor,
): FunctionOperation {
  return operation(['x', 'target'], ([x, target], attributes) => apply(x, target, reductionOf(attributes), attributes));
}

/** The options that are given. */
function given<const Name extends string, T>(name: Name, value: T | undefined): { readonly [N in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: T });
}

export const lossOperations: Operations = {
  bce: loss((x, target, reduction) => binaryCrossEntropy(x, target, reduction)),
  bce_with_logits: operation(['x', 'target', 'weight?', 'pos_weight?'], ([x, target, weight, positive], attributes) =>
    binaryCrossEntropyWithLogits(x, target, {
      ...reductionOf(attributes),
      ...given('weight', weight),
      ...given('positiveWeight', positive),
    }),
  ),
  cosine_similarity: binary((x, y, attributes) =>
    cosineSimilarity(x, y, { axis: attributes.integer('axis'), epsilon: attributes.number('eps') }),
  ),
  cross_entropy: operation(['x', 'target', 'weight?'], ([x, target, weight], attributes) =>
    softmaxCrossEntropy(x, target, {
      ...reductionOf(attributes),
      ...given('classWeights', weight),
      ignoreIndex: attributes.integer('ignore_index'),
      labelSmoothing: attributes.number('label_smoothing'),
    }),
  ),
  cross_entropy_prob: operation(['x', 'target', 'weight?'], ([x, target, weight], attributes) =>
    softmaxCrossEntropy(x, target, {
      ...reductionOf(attributes),
      ...given('classWeights', weight),
      labelSmoothing: attributes.number('label_smoothing'),
    }),
  ),
  hinge_loss: loss((x, target, reduction, attributes) =>
    hingeLoss(x, target, { ...reduction, margin: attributes.number('margin') }),
  ),
  huber_loss: loss((x, target, reduction, attributes) =>
    huberLoss(x, target, { ...reduction, delta: attributes.number('delta') }),
  ),
  kl_div: operation(['x', 'target'], ([x, target], attributes) =>
    klDivergence(x, target, {
      reduction: attributes.choice('reduction', ['none', 'mean', 'sum', 'batchmean']),
      logTarget: attributes.boolean('log_target'),
    }),
  ),
  l1_loss: loss((x, target, reduction) => meanAbsoluteError(x, target, reduction)),
  mse_loss: loss((x, target, reduction) => meanSquaredError(x, target, reduction)),
  nll_loss: operation(['x', 'target', 'weight?'], ([x, target, weight], attributes) =>
    nllLoss(x, target, {
      ...reductionOf(attributes),
      ...given('classWeights', weight),
      ignoreIndex: attributes.integer('ignore_index'),
    }),
  ),
  smooth_l1_loss: loss((x, target, reduction, attributes) =>
    smoothL1Loss(x, target, { ...reduction, beta: attributes.number('beta') }),
  ),
  soft_margin_loss: loss((x, target, reduction) => softMarginLoss(x, target, reduction)),
};
