import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/** How {@link softplus} bends. */
export interface SoftplusOptions {
  /** How sharp the bend at 0 is; 1 unless given. */
  readonly beta?: number;
  /** Where beta · x exceeds it, the result is x itself; 20 unless given. */
  readonly threshold?: number;
}

/**
 * Softplus: ln(1 + e^(βx)) / β, and x itself where βx > threshold (there the derivative is 1). Without the options, the
 * `softplus` of @adjoint/core is the same function with no threshold.
 *
 * Source: C. Dugas et al., "Incorporating second-order functional knowledge for better option pricing", NIPS 2000.
 *
 * @throws RangeError where beta is 0
 */
export function softplus<X extends AnyTensor>(x: X, options?: SoftplusOptions): FloatLike<X>;
export function softplus(x: AnyTensor, { beta = 1, threshold = 20 }: SoftplusOptions = {}): AnyTensor {
  if (beta === 0 || !Number.isFinite(beta)) {
    throw new RangeError(`softplus: beta must be finite and not 0, got ${beta}; the result is divided by it`);
  }
  const z = asFloat('softplus', x);
  const scaled = z.mul(beta);
  return scaled.gt(threshold).where(z, scaled.softplus().div(beta));
}
