import { type GradientTransform, stateless } from '../transform.js';

/**
 * Multiplies by the optimizer's learning rate η, a number or a schedule: d ↦ η d. On the raw gradient this is gradient
 * descent, w ← w − η ∇L(w). (Robbins & Monro, A Stochastic Approximation Method, 1951.)
 *
 * It stands last in a chain.
 */
export function scaleByLearningRate(): GradientTransform {
  return stateless('scaleByLearningRate', (gradient, { learningRate }) => gradient.mul(learningRate));
}
