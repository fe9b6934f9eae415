import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/** How {@link gelu} is computed. */
export interface GeluOptions {
  /** `'none'`: by the error function. `'tanh'`: by the authors' approximation, as GPT-2 uses it. */
  readonly approximation?: 'none' | 'tanh';
}

/**
 * Gaussian error linear unit: x · Φ(x), with Φ the normal distribution function: ½ x (1 + erf(x / √2)). The tanh
 * approximation is ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).
 *
 * Source: D. Hendrycks, K. Gimpel, "Gaussian error linear units (GELUs)", arXiv:1606.08415 (2016).
 *
 * @throws TypeError where the approximation is neither `'none'` nor `'tanh'`
 */
export function gelu<X extends AnyTensor>(x: X, options?: GeluOptions): FloatLike<X>;
export function gelu(x: AnyTensor, { approximation = 'none' }: GeluOptions = {}): AnyTensor {
  const z = asFloat('gelu', x);
  switch (approximation) {
    case 'none':
      // ½ erfc(−x/√2) is Φ(x) without the cancellation of 1 + erf far on the negative side.
      return z.mul(z.mul(-Math.SQRT1_2).erfc()).mul(0.5);
    case 'tanh': {
      const inner = z.add(z.mul(z.square()).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
      return z.mul(inner.tanh().add(1)).mul(0.5);
    }
    default:
      throw new TypeError(`gelu: the approximation is 'none' or 'tanh', got '${String(approximation)}'`);
  }
}
