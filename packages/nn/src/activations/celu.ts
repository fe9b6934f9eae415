import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';
import { exponentialUnit } from './elu.js';

/**
 * Continuously differentiable exponential linear unit: x where x > 0, else α(e^(x/α) − 1). Its derivative is 1 at 0
 * whatever α is.
 *
 * Source: J. Barron, "Continuously differentiable exponential linear units", arXiv:1704.07483 (2017).
 *
 * @throws RangeError where alpha is 0
 */
export function celu<X extends AnyTensor>(x: X, alpha?: number): FloatLike<X>;
export function celu(x: AnyTensor, alpha = 1): AnyTensor {
  if (alpha === 0 || !Number.isFinite(alpha)) {
    throw new RangeError(`celu: alpha must be finite and not 0, got ${alpha}; x is divided by it`);
  }
  return exponentialUnit(asFloat('celu', x), alpha, 1 / alpha);
}
