import { type AnyTensor, fullLike } from '@adjoint/core';
import { checkNonNegative } from '../checks.js';
import type { GradientTransform } from '../transform.js';

/** How {@link scaleByAccumulatedSquares} slows down. */
export interface AccumulatedSquaresOptions {
  /** κ ≥ 0: the update shrinks by 1 / (1 + (t − 1) κ) besides; 0 unless said otherwise. */
  readonly learningRateDecay?: number;
  /** s₀ ≥ 0: where the sum starts; 0 unless said otherwise. */
  readonly initialAccumulator?: number;
  /** ε ≥ 0 keeps the division from exploding; 1e-10 unless said otherwise. */
  readonly epsilon?: number;
}

type AccumulatedSquaresState = { readonly sumOfSquares: AnyTensor };

/**
 * Divides the gradient by the root of the sum of all its squares so far, so that rare features keep large steps:
 *
 * sₜ = sₜ₋₁ + gₜ², and the result is gₜ / (√sₜ + ε) / (1 + (t − 1) κ).
 *
 * Duchi, Hazan & Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, JMLR 12, 2011.
 */
export function scaleByAccumulatedSquares(
  options: AccumulatedSquaresOptions = {},
): GradientTransform<AccumulatedSquaresState> {
  const { learningRateDecay = 0, initialAccumulator = 0, epsilon = 1e-10 } = options;
  checkNonNegative('scaleByAccumulatedSquares', 'learningRateDecay', learningRateDecay);
  checkNonNegative('scaleByAccumulatedSquares', 'initialAccumulator', initialAccumulator);
  checkNonNegative('scaleByAccumulatedSquares', 'epsilon', epsilon);
  return {
    name: 'adagrad',
    init: (parameter) => ({ sumOfSquares: fullLike(parameter, initialAccumulator) }),
    update: (gradient, state, { step }) => {
      const sumOfSquares = state.sumOfSquares.add(gradient.square());
      const scaled = gradient.div(sumOfSquares.sqrt().add(epsilon));
      const update = learningRateDecay === 0 ? scaled : scaled.div(1 + (step - 1) * learningRateDecay);
      return { update, state: { sumOfSquares } };
    },
  };
}
