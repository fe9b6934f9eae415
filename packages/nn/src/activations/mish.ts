import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/**
 * Mish: x · tanh(ln(1 + eˣ)).
 *
 * Source: D. Misra, "Mish: a self regularized non-monotonic activation function", BMVC 2020.
 */
export function mish<X extends AnyTensor>(x: X): FloatLike<X>;
export function mish(x: AnyTensor): AnyTensor {
  const z = asFloat('mish', x);
  return z.mul(z.softplus().tanh());
}
