import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';
import { relu6 } from './relu6.js';

/**
 * Hard sigmoid: min(max(x + 3, 0), 6) / 6. The derivative is 1/6 for −3 < x < 3 and 0 elsewhere.
 *
 * Source: A. Howard et al., "Searching for MobileNetV3", ICCV 2019.
 */
export function hardsigmoid<X extends AnyTensor>(x: X): FloatLike<X>;
export function hardsigmoid(x: AnyTensor): AnyTensor {
  return relu6(asFloat('hardsigmoid', x).add(3)).div(6);
}
