import { checkNonNegative } from '../checks.js';
import type { LearningRate } from '../learning-rate.js';
import { Optimizer } from '../optimizer.js';
import type { ParameterSource } from '../parameters.js';
import { chain } from '../transforms/chain.js';
import { decayWeights } from '../transforms/decay-weights.js';
import { type MomentumOptions, momentum } from '../transforms/momentum.js';
import { scaleByLearningRate } from '../transforms/scale-by-learning-rate.js';

/** The settings of {@link sgd}; its momentum is 0 unless given. */
export interface SGDOptions extends MomentumOptions {
  /** η ≥ 0, or a schedule. */
  readonly learningRate: LearningRate;
  /** λ ≥ 0: adds λ w to the gradient; 0 unless given. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent: w ← w − η ∇L(w).
 *
 * With weight decay the gradient is d = ∇L(w) + λ w; with momentum, a velocity takes its place: v ← μ v + (1 − τ) d
 * (v = d at first), then w ← w − η v, or w ← w − η (d + μ v) with `nesterov`.
 *
 * Robbins & Monro, A Stochastic Approximation Method, 1951; for the momentum see {@link momentum}.
 *
 * @param parameters the Variables to train, or a module that has some
 * @throws RangeError where a setting is out of range
 * @example
 * const optimizer = sgd(model, { learningRate: 0.1, momentum: 0.9 });
 * loss.backward();
 * optimizer.step();
 */
export function sgd(parameters: ParameterSource, options: SGDOptions): Optimizer {
  const { learningRate, weightDecay = 0, momentum: kept = 0, dampening = 0, nesterov = false } = options;
  checkNonNegative('sgd', 'weightDecay', weightDecay);
  const velocity = momentum({ momentum: kept, dampening, nesterov });
  return new Optimizer(
    parameters,
    chain(
      ...(weightDecay === 0 ? [] : [decayWeights(weightDecay)]),
      ...(kept === 0 ? [] : [velocity]),
      scaleByLearningRate(),
    ),
    learningRate,
  );
}
