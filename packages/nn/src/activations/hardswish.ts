import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/**
 * Hard swish: x · min(max(x + 3, 0), 6) / 6. The derivative is x/3 + ½ for −3 ≤ x ≤ 3, 0 below and 1 above.
 *
 * Source: A. Howard et al., "Searching for MobileNetV3", ICCV 2019.
 */
export function hardswish<X extends AnyTensor>(x: X): FloatLike<X>;
export function hardswish(x: AnyTensor): AnyTensor {
  const z = asFloat('hardswish', x);
  return z.mul(z.add(3).clip(0, 6)).div(6);
}
