import { type AnyTensor, zerosLike } from '@adjoint/core';
import { checkDecayRate, checkNonNegative } from '../checks.js';
import type { GradientTransform } from '../transform.js';

/** How {@link scaleByAdam} averages. */
export interface AdamScalingOptions {
  /** β₁ and β₂, each at least 0 and below 1: how slowly the averages forget; 0.9 and 0.999 unless said otherwise. */
  readonly betas?: readonly [first: number, second: number];
  /** ε ≥ 0 keeps the division from exploding; 1e-8 unless said otherwise. */
  readonly epsilon?: number;
  /** Whether to divide by the largest second moment so far, so that the effective rate never rises. */
  readonly amsgrad?: boolean;
}

type AdamState = { readonly firstMoment: AnyTensor; readonly secondMoment: AnyTensor; readonly largest?: AnyTensor };

/**
 * Divides a moving average of the gradient by the root of one of its square, both corrected for their start at 0:
 *
 * mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ, vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ², and the result is (mₜ / (1 − β₁ᵗ)) / (√(vₜ / (1 − β₂ᵗ)) + ε).
 *
 * With `amsgrad`, the largest of v₁ … vₜ takes the place of vₜ.
 *
 * Kingma & Ba, Adam: A Method for Stochastic Optimization, ICLR 2015; AMSGrad: Reddi et al., On the Convergence of
 * Adam and Beyond, ICLR 2018.
 */
export function scaleByAdam(options: AdamScalingOptions = {}): GradientTransform<AdamState> {
  const { betas = [0.9, 0.999], epsilon = 1e-8, amsgrad = false } = options;
  const [beta1, beta2] = betas;
  checkDecayRate('scaleByAdam', 'betas[0]', beta1);
  checkDecayRate('scaleByAdam', 'betas[1]', beta2);
  checkNonNegative('scaleByAdam', 'epsilon', epsilon);
  return {
    name: 'adam',
    init: (parameter) => ({
      firstMoment: zerosLike(parameter),
      secondMoment: zerosLike(parameter),
      ...(amsgrad && { largest: zerosLike(parameter) }),
    }),
    update: (gradient, state, { step }) => {
      const firstMoment = state.firstMoment.mul(beta1).add(gradient.mul(1 - beta1));
      const secondMoment = state.secondMoment.mul(beta2).add(gradient.square().mul(1 - beta2));
      const largest = state.largest?.maximum(secondMoment);

      const mean = firstMoment.div(1 - beta1 ** step);
      const meanSquare = (largest ?? secondMoment).div(1 - beta2 ** step);
      const update = mean.div(meanSquare.sqrt().add(epsilon));
      return { update, state: { firstMoment, secondMoment, ...(largest && { largest }) } };
    },
  };
}
