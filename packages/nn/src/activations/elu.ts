import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/**
 * Exponential linear unit: x where x > 0, else α(eˣ − 1). The derivative at 0 is α.
 *
 * Source: D. Clevert, T. Unterthiner, S. Hochreiter, "Fast and accurate deep network learning by exponential linear
 * units (ELUs)", ICLR 2016.
 */
export function elu<X extends AnyTensor>(x: X, alpha?: number): FloatLike<X>;
export function elu(x: AnyTensor, alpha = 1): AnyTensor {
  return exponentialUnit(asFloat('elu', x), alpha, 1);
}

/** x where x > 0, else α(e^(rate·x) − 1). The exponential sees no positive number, or its overflow would spoil gradients. */
export function exponentialUnit(x: AnyTensor, alpha: number, rate: number): AnyTensor {
  const positive = x.gt(0);
  const negativePart = positive.where(0, x);
  return positive.where(x, negativePart.mul(rate).expm1().mul(alpha));
}
