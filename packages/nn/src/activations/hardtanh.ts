import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/** The limits of {@link hardtanh}. */
export interface HardtanhOptions {
  /** −1 unless given. */
  readonly min?: number;
  /** 1 unless given. */
  readonly max?: number;
}

/**
 * Hard tanh: x limited to [min, max]. The derivative is 1 strictly inside and 0 elsewhere, at the limits too (where
 * `clip` has 1).
 *
 * Source: R. Collobert, "Large scale machine learning", thesis, Université Paris VI (2004).
 *
 * @throws RangeError where min is not below max
 */
export function hardtanh<X extends AnyTensor>(x: X, options?: HardtanhOptions): FloatLike<X>;
export function hardtanh(x: AnyTensor, { min = -1, max = 1 }: HardtanhOptions = {}): AnyTensor {
  if (!(min < max)) throw new RangeError(`hardtanh: min must be below max, got min ${min} and max ${max}`);
  const z = asFloat('hardtanh', x);
  const inside = z.gt(min).logicalAnd(z.lt(max));
  return inside.where(z, z.clip(min, max).stopGradient());
}
