import { type AnyTensor, zerosLike } from '@adjoint/core';
import { checkDecayRate, checkNonNegative } from '../checks.js';
import type { GradientTransform } from '../transform.js';

/** How {@link scaleByRMS} averages. */
export interface RMSScalingOptions {
  /** α, at least 0 and below 1: how slowly the average forgets; 0.99 unless said otherwise. */
  readonly alpha?: number;
  /** ε ≥ 0 keeps the division from exploding; 1e-8 unless said otherwise. */
  readonly epsilon?: number;
  /** Whether to divide by the standard deviation of the gradient in place of its root mean square. */
  readonly centered?: boolean;
}

type RMSState = { readonly meanSquare: AnyTensor; readonly mean?: AnyTensor };

/**
 * Divides the gradient by a moving average of its magnitude:
 *
 * vₜ = α vₜ₋₁ + (1 − α) gₜ², and the result is gₜ / (√vₜ + ε).
 *
 * With `centered`, aₜ = α aₜ₋₁ + (1 − α) gₜ and vₜ − aₜ² takes the place of vₜ (Graves, Generating Sequences With
 * Recurrent Neural Networks, 2013).
 *
 * Tieleman & Hinton, Lecture 6.5: RMSProp, COURSERA: Neural Networks for Machine Learning, 2012.
 */
export function scaleByRMS(options: RMSScalingOptions = {}): GradientTransform<RMSState> {
  const { alpha = 0.99, epsilon = 1e-8, centered = false } = options;
  checkDecayRate('scaleByRMS', 'alpha', alpha);
  checkNonNegative('scaleByRMS', 'epsilon', epsilon);
  return {
    name: 'rms',
    init: (parameter) => ({ meanSquare: zerosLike(parameter), ...(centered && { mean: zerosLike(parameter) }) }),
    update: (gradient, state) => {
      const meanSquare = state.meanSquare.mul(alpha).add(gradient.square().mul(1 - alpha));
      const mean = state.mean?.mul(alpha).add(gradient.mul(1 - alpha));
      // Rounding can take the variance of a steady gradient below 0, and its root would be NaN.
      const spread = mean === undefined ? meanSquare : meanSquare.sub(mean.square()).maximum(0);
      const update = gradient.div(spread.sqrt().add(epsilon));
      return { update, state: { meanSquare, ...(mean && { mean }) } };
    },
  };
}
