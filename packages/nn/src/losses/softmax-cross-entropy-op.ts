import { type AnyTensor, createNode, isFloat, type Op, type Shape } from '@adjoint/core';
import { logSoftmax } from '../activations/log-softmax.js';
import { shiftByMaximum, softmax } from '../activations/softmax.js';

/**
 * Softmax and cross-entropy in one: logits z of shape […, C] and either class indices y of shape […] or non-negative
 * masses q of shape […, C] (a distribution, or one times a weight) to losses of shape […]:
 *
 *     ℓ = ln Σ e^z − z_y        ℓ = Σᵢ qᵢ (ln Σ e^z − zᵢ)
 *
 * The value is made from z − max z and never forms the probabilities. A class of mass 0 adds nothing, even where its
 * logit is −∞. The derivative is the closed form, with ŷ = softmax(z): ∂ℓ/∂z = ŷ − one-hot(y), or (Σ q) ŷ − q, each
 * scaled by the cotangent; ∂ℓ/∂q = −ln ŷ.
 */
const softmaxCrossEntropyOp: Op<undefined> = Object.freeze<Op<undefined>>({
  name: 'softmaxCrossEntropy',
  traits: {},
  shape: ([logits]) => (logits as AnyTensor).shape.slice(0, -1),
  dtype: ([logits]) => (logits as AnyTensor).dtype,
  vjp({ cotangent, inputs }, index) {
    const [logits, target] = inputs as [AnyTensor, AnyTensor];
    const scale = cotangent.unsqueeze(-1);
    if (index === 0) return difference(softmax(logits), target).mul(scale);
    return isFloat(target.dtype) ? logSoftmax(logits).neg().mul(scale) : undefined;
  },
  batch(inputs, batched, _, size) {
    const aligned = inputs.map((input, index) =>
      batched[index] ? input : input.expand([size, ...input.shape] as Shape),
    );
    return createNode(softmaxCrossEntropyOp, aligned, undefined);
  },
  lower([logits, target]) {
    const shifted = shiftByMaximum(logits as AnyTensor, -1);
    const normaliser = shifted.exp().sum(-1, true).log();
    return { kind: 'composite', value: loss(shifted, normaliser, target as AnyTensor) };
  },
});

function loss(shifted: AnyTensor, normaliser: AnyTensor, target: AnyTensor): AnyTensor {
  if (!isFloat(target.dtype)) return normaliser.sub(shifted.gather(target.unsqueeze(-1), -1)).squeeze(-1);
  return target.ne(0).where(normaliser.sub(shifted).mul(target), 0).sum(-1);
}

/** ŷ − y, for a truth of any mass. */
function difference(probabilities: AnyTensor, target: AnyTensor): AnyTensor {
  if (isFloat(target.dtype)) return probabilities.mul(target.sum(-1, true)).sub(target);
  return probabilities.sub(target.oneHot(probabilities.shape.at(-1) as number, probabilities.dtype));
}

/** The losses of logits […, C] against int32 class indices […] or float masses […, C]. */
export function softmaxCrossEntropyNode(logits: AnyTensor, target: AnyTensor): AnyTensor {
  return createNode(softmaxCrossEntropyOp, [logits, target], undefined);
}
