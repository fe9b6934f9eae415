import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';

/**
 * Sigmoid linear unit, also called swish: x · σ(x).
 *
 * Source: S. Elfwing, E. Uchibe, K. Doya, "Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning", Neural Networks 107 (2018).
 */
export function silu<X extends AnyTensor>(x: X): FloatLike<X>;
export function silu(x: AnyTensor): AnyTensor {
  const z = asFloat('silu', x);
  return z.mul(z.sigmoid());
}
