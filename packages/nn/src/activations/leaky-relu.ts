import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/**
 * Leaky ReLU: x where x > 0, else slope · x. The derivative at 0 is the slope.
 *
 * Source: A. Maas, A. Hannun, A. Ng, "Rectifier nonlinearities improve neural network acoustic models", ICML 2013.
 */
export function leakyRelu<X extends AnyTensor>(x: X, slope?: number): FloatLike<X>;
export function leakyRelu(x: AnyTensor, slope = 0.01): AnyTensor {
  const z = asFloat('leakyRelu', x);
  return z.gt(0).where(z, z.mul(slope));
}
