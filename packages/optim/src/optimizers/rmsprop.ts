import { checkNonNegative } from '../checks.js';
import type { LearningRate } from '../learning-rate.js';
import { Optimizer } from '../optimizer.js';
import type { ParameterSource } from '../parameters.js';
import { chain } from '../transforms/chain.js';
import { decayWeights } from '../transforms/decay-weights.js';
import { momentum } from '../transforms/momentum.js';
import { scaleByLearningRate } from '../transforms/scale-by-learning-rate.js';
import { type RMSScalingOptions, scaleByRMS } from '../transforms/scale-by-rms.js';

/** The settings of {@link rmsprop}. */
export interface RMSPropOptions extends RMSScalingOptions {
  /** η ≥ 0, or a schedule; 0.01 unless given. */
  readonly learningRate?: LearningRate;
  /** λ ≥ 0: adds λ w to the gradient; 0 unless given. */
  readonly weightDecay?: number;
  /** μ from 0 to 1: a velocity of the scaled gradients takes their place; 0 unless given. */
  readonly momentum?: number;
}

/**
 * RMSProp: v ← α v + (1 − α) g², w ← w − η g / (√v + ε), where g = ∇L(w) + λ w.
 *
 * With `centered`, v less the square of the gradient's moving average stands under the root; with momentum,
 * b ← μ b + g / (√v + ε) and w ← w − η b.
 *
 * Tieleman & Hinton, Lecture 6.5: RMSProp, COURSERA: Neural Networks for Machine Learning, 2012.
 *
 * @param parameters the Variables to train, or a module that has some
 * @throws RangeError where a setting is out of range
 * @example
 * const optimizer = rmsprop(model, { learningRate: 1e-3, centered: true });
 */
export function rmsprop(parameters: ParameterSource, options: RMSPropOptions = {}): Optimizer {
  const { learningRate = 1e-2, weightDecay = 0, momentum: kept = 0, ...scaling } = options;
  checkNonNegative('rmsprop', 'weightDecay', weightDecay);
  return new Optimizer(
    parameters,
    chain(
      ...(weightDecay === 0 ? [] : [decayWeights(weightDecay)]),
      scaleByRMS(scaling),
      ...(kept === 0 ? [] : [momentum({ momentum: kept })]),
      scaleByLearningRate(),
    ),
    learningRate,
  );
}
