import { checkNonNegative } from '../checks.js';
import type { LearningRate } from '../learning-rate.js';
import { Optimizer } from '../optimizer.js';
import type { ParameterSource } from '../parameters.js';
import { chain } from '../transforms/chain.js';
import { decayWeights } from '../transforms/decay-weights.js';
import {
  type AccumulatedSquaresOptions,
  scaleByAccumulatedSquares,
} from '../transforms/scale-by-accumulated-squares.js';
import { scaleByLearningRate } from '../transforms/scale-by-learning-rate.js';

/** The settings of {@link adagrad}. */
export interface AdagradOptions extends AccumulatedSquaresOptions {
  /** η ≥ 0, or a schedule; 0.01 unless given. */
  readonly learningRate?: LearningRate;
  /** λ ≥ 0: adds λ w to the gradient; 0 unless given. */
  readonly weightDecay?: number;
}

/**
 * Adagrad: s ← s + g², w ← w − η / (1 + (t − 1) κ) · g / (√s + ε), where g = ∇L(w) + λ w, κ is the learning rate's decay
 * and t counts the updates of w.
 *
 * Duchi, Hazan & Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, JMLR 12, 2011.
 *
 * @param parameters the Variables to train, or a module that has some
 * @throws RangeError where a setting is out of range
 * @example
 * const optimizer = adagrad(model, { learningRate: 0.1, initialAccumulator: 0.1 });
 */
export function adagrad(parameters: ParameterSource, options: AdagradOptions = {}): Optimizer {
  const { learningRate = 1e-2, weightDecay = 0, ...scaling } = options;
  checkNonNegative('adagrad', 'weightDecay', weightDecay);
  return new Optimizer(
    parameters,
    chain(
      ...(weightDecay === 0 ? [] : [decayWeights(weightDecay)]),
      scaleByAccumulatedSquares(scaling),
      scaleByLearningRate(),
    ),
    learningRate,
  );
}
