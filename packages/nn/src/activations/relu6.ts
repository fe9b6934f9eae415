import type { AnyTensor } from '@adjoint/core';
import type { FloatLike } from '../operand.js';
import { hardtanh } from './hardtanh.js';

/**
 * ReLU that saturates at 6: min(max(x, 0), 6). The derivative is 1 for 0 < x < 6 and 0 elsewhere.
 *
 * Source: A. Krizhevsky, "Convolutional deep belief networks on CIFAR-10" (2010).
 */
export function relu6<X extends AnyTensor>(x: X): FloatLike<X>;
export function relu6(x: AnyTensor): AnyTensor {
  return hardtanh(x, { min: 0, max: 6 });
}
