import { type AnyTensor, zerosLike } from '@adjoint/core';
import { checkFraction } from '../checks.js';
import type { GradientTransform } from '../transform.js';

/** How {@link momentum} gathers speed. */
export interface MomentumOptions {
  /** μ from 0 to 1: how much of the velocity stays; 0.9 unless said otherwise. */
  readonly momentum?: number;
  /** τ from 0 to 1: how much of a new gradient is held back, from the second on; 0 unless said otherwise. */
  readonly dampening?: number;
  /** Whether to look ahead: take the gradient's step after the velocity's. */
  readonly nesterov?: boolean;
}

type MomentumState = { readonly velocity: AnyTensor };

/**
 * The velocity of a heavy ball that rolls down the loss, in PyTorch's formulation:
 *
 * v₁ = d₁, vₜ = μ vₜ₋₁ + (1 − τ) dₜ, and the result is vₜ, or dₜ + μ vₜ with `nesterov`.
 *
 * Polyak, Some methods of speeding up the convergence of iteration methods, 1964; Nesterov, A method for solving the
 * convex programming problem with convergence rate O(1/k²), 1983, as in Sutskever et al., On the importance of
 * initialization and momentum in deep learning, ICML 2013.
 *
 * @throws RangeError where a coefficient is not from 0 to 1, or `nesterov` comes without momentum or with dampening
 * @example
 * chain(momentum({ momentum: 0.9, nesterov: true }), scaleByLearningRate());
 */
export function momentum(options: MomentumOptions = {}): GradientTransform<MomentumState> {
  const { momentum: kept = 0.9, dampening = 0, nesterov = false } = options;
  checkFraction('momentum', 'momentum', kept);
  checkFraction('momentum', 'dampening', dampening);
  if (nesterov && (kept === 0 || dampening !== 0)) {
    throw new RangeError(
      `momentum: nesterov needs a momentum above 0 and dampening 0, got momentum ${kept} and dampening ${dampening}`,
    );
  }
  return {
    name: 'momentum',
    init: (parameter) => ({ velocity: zerosLike(parameter) }),
    update: (gradient, state, { step }) => {
      const push = dampening === 0 ? gradient : gradient.mul(step === 1 ? 1 : 1 - dampening);
      const velocity = state.velocity.mul(kept).add(push);
      return { update: nesterov ? gradient.add(velocity.mul(kept)) : velocity, state: { velocity } };
    },
  };
}
