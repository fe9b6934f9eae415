import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/**
 * Softsign: x / (1 + |x|).
 *
 * Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS
 * 2010.
 */
export function softsign<X extends AnyTensor>(x: X): FloatLike<X>;
export function softsign(x: AnyTensor): AnyTensor {
  const z = asFloat('softsign', x);
  return z.div(z.abs().add(1));
}
