import type { AnyTensor } from '@adjoint/core';
import { checkPositive } from '../checks.js';
import { globalNorm } from '../global-norm.js';
import { type GradientTransform, stateless } from '../transform.js';

/**
 * Scales the gradients of all parameters by one factor, so that their joint norm is at most c:
 * d ↦ d · min(1, c / (‖∇L‖ + 10⁻⁶)), where ‖∇L‖ is over all elements of all gradients. The direction stays.
 *
 * It goes by the gradients as they came from the loss, so it belongs first in a chain.
 *
 * Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural networks, ICML 2013.
 *
 * @param limit c > 0
 */
export function clipByGlobalNorm(limit: number): GradientTransform {
  checkPositive('clipByGlobalNorm', 'limit', limit);
  // One step's gradients come to every parameter as one list: their norm is built once.
  const factors = new WeakMap<readonly AnyTensor[], AnyTensor>();
  return stateless('clipByGlobalNorm', (gradient, { gradients }) => {
    let factor = factors.get(gradients);
    if (factor === undefined) {
      factor = globalNorm(gradients).add(1e-6).reciprocal().mul(limit).minimum(1);
      factors.set(gradients, factor);
    }
    return gradient.mul(factor.dtype === gradient.dtype ? factor : factor.cast(gradient.dtype));
  });
}
