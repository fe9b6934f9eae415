import { checkNonNegative } from '../checks.js';
import type { LearningRate } from '../learning-rate.js';
import { Optimizer } from '../optimizer.js';
import type { ParameterSource } from '../parameters.js';
import { chain } from '../transforms/chain.js';
import { decayWeights } from '../transforms/decay-weights.js';
import { type AdamScalingOptions, scaleByAdam } from '../transforms/scale-by-adam.js';
import { scaleByLearningRate } from '../transforms/scale-by-learning-rate.js';

/** The settings of {@link adam}. */
export interface AdamOptions extends AdamScalingOptions {
  /** η ≥ 0, or a schedule; 0.001 unless given. */
  readonly learningRate?: LearningRate;
  /** λ ≥ 0: adds λ w to the gradient; 0 unless given. For decoupled decay see `adamw`. */
  readonly weightDecay?: number;
}

/**
 * Adam: each element's step is about η, whatever the scale of its gradient.
 *
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε), where
 * g = ∇L(w) + λ w and t counts the updates of w.
 *
 * Kingma & Ba, Adam: A Method for Stochastic Optimization, ICLR 2015.
 *
 * @param parameters the Variables to train, or a module that has some
 * @throws RangeError where a setting is out of range
 * @example
 * const optimizer = adam(model, { learningRate: 3e-4 });
 */
export function adam(parameters: ParameterSource, options: AdamOptions = {}): Optimizer {
  const { learningRate = 1e-3, weightDecay = 0, ...scaling } = options;
  checkNonNegative('adam', 'weightDecay', weightDecay);
  return new Optimizer(
    parameters,
    chain(...(weightDecay === 0 ? [] : [decayWeights(weightDecay)]), scaleByAdam(scaling), scaleByLearningRate()),
    learningRate,
  );
}
