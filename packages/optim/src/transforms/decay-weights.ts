import { checkNonNegative } from '../checks.js';
import { type GradientTransform, stateless } from '../transform.js';

/**
 * Adds the parameter, scaled: d ↦ d + λ w. Where it stands in the chain decides what that means.
 *
 * - First: the gradient of the loss with the penalty ½ λ ‖w‖² (L2 regularisation; PyTorch's `weight_decay`).
 * - After a transform that rescales the gradient, and before {@link scaleByLearningRate}: decoupled weight decay, which
 *   shrinks every weight by the factor 1 − ηλ, whatever its gradients were. (Loshchilov & Hutter, Decoupled Weight
 *   Decay Regularization, ICLR 2019.)
 *
 * @param weightDecay λ ≥ 0
 * @example
 * chain(decayWeights(1e-4), momentum({ momentum: 0.9 }), scaleByLearningRate()); // L2
 * chain(scaleByAdam(), decayWeights(1e-2), scaleByLearningRate()); // decoupled: AdamW
 */
export function decayWeights(weightDecay: number): GradientTransform {
  checkNonNegative('decayWeights', 'weightDecay', weightDecay);
  return stateless('decayWeights', (gradient, { parameter }) => gradient.add(parameter.mul(weightDecay)));
}
