import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/** ln σ(x) = −ln(1 + e^(−x)), finite where σ(x) rounds to 0. Its derivative is σ(−x). */
export function logSigmoid<X extends AnyTensor>(x: X): FloatLike<X>;
export function logSigmoid(x: AnyTensor): AnyTensor {
  return asFloat('logSigmoid', x).neg().softplus().neg();
}
