import { type AnyTensor, where } from '@adjoint/core';
import type { Attributes } from '../attributes.js';
import { binary, type Operations, operation } from './operation.js';

/** Joins the losses of all examples as the attribute `reduction` says. */
function reduce(losses: AnyTensor, attributes: Attributes): AnyTensor {
  switch (attributes.choice('reduction', ['none', 'mean', 'sum', 'batchmean'])) {
    case 'none':
      return losses;
    case 'mean':
      return losses.mean();
    case 'sum':
      return losses.sum();
    case 'batchmean':
      return losses.sum().div(losses.shape[0] ?? 1);
  }
}

/** A loss of predictions and targets, element by element. */
const elementwise = (
  loss: (x: AnyTensor, target: AnyTensor, attributes: Attributes) => AnyTensor,
): ReturnType<typeof operation> =>
  operation(['x', 'target'], ([x, target], attributes) => reduce(loss(x, target, attributes), attributes));

function nllLoss(
  logProbabilities: AnyTensor,
  target: AnyTensor,
  weight: AnyTensor | undefined,
  attributes: Attributes,
): AnyTensor {
  const axis = logProbabilities.shape.length === 1 ? 0 : 1;
  const counts = target.ne(attributes.integer('ignore_index'));
  const classes: AnyTensor = where(counts, target, 0);
  const picked = logProbabilities.gather(classes.unsqueeze(axis), axis).squeeze(axis).neg();
  const weights = where(counts, weight === undefined ? 1 : weight.take(classes, 0), 0).cast(picked.dtype);
  const losses = where(counts, picked.mul(weights), 0);
  return attributes.string('reduction') === 'mean' ? losses.sum().div(weights.sum()) : reduce(losses, attributes);
}

export const lossOperations: Operations = {
  bce: elementwise((x, target) => {
    const limitedLog = (p: AnyTensor): AnyTensor => p.log().clip(-100, undefined);
    return target
      .mul(limitedLog(x))
      .add(
        target
          .neg()
          .add(1)
          .mul(limitedLog(x.neg().add(1))),
      )
      .neg();
  }),
  cosine_similarity: binary((x, y, attributes) => {
    const axis = attributes.integer('axis');
    const norm = (z: AnyTensor): AnyTensor => z.norm(2, axis, true).clip(attributes.number('eps'), undefined);
    return x
      .div(norm(x))
      .mul(y.div(norm(y)))
      .sum(axis);
  }),
  nll_loss: operation(['x', 'target', 'weight?'], ([x, target, weight], attributes) =>
    nllLoss(x, target, weight, attributes),
  ),
  smooth_l1_loss: elementwise((x, target, attributes) => {
    const beta = attributes.number('beta');
    const error = x.sub(target);
    const magnitude = error.abs();
    return where(magnitude.lt(beta), error.square().mul(0.5 / beta), magnitude.sub(0.5 * beta));
  }),
  soft_margin_loss: elementwise((x, target) => target.mul(x).neg().softplus()),
};
