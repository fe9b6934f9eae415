import { checkNonNegative } from '../checks.js';
import { Optimizer } from '../optimizer.js';
import type { ParameterSource } from '../parameters.js';
import { chain } from '../transforms/chain.js';
import { decayWeights } from '../transforms/decay-weights.js';
import { scaleByAdam } from '../transforms/scale-by-adam.js';
import { scaleByLearningRate } from '../transforms/scale-by-learning-rate.js';
import type { AdamOptions } from './adam.js';

/** The settings of {@link adamw}. */
export interface AdamWOptions extends Omit<AdamOptions, 'weightDecay'> {
  /** λ ≥ 0: each step multiplies w by 1 − ηλ; 0.01 unless given. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay: w ← w − η (m̂ / (√v̂ + ε) + λ w), where m̂ and v̂ are {@link adam}'s averages of the
 * gradient of the loss alone.
 *
 * Loshchilov & Hutter, Decoupled Weight Decay Regularization, ICLR 2019.
 *
 * @param parameters the Variables to train, or a module that has some
 * @throws RangeError where a setting is out of range
 * @example
 * const optimizer = adamw(model, { learningRate: 1e-3, weightDecay: 0.05 });
 */
export function adamw(parameters: ParameterSource, options: AdamWOptions = {}): Optimizer {
  const { learningRate = 1e-3, weightDecay = 1e-2, ...scaling } = options;
  checkNonNegative('adamw', 'weightDecay', weightDecay);
  return new Optimizer(
    parameters,
    chain(scaleByAdam(scaling), ...(weightDecay === 0 ? [] : [decayWeights(weightDecay)]), scaleByLearningRate()),
    learningRate,
  );
}
