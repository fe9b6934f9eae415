import type { AnyTensor } from '@adjoint/core';
import { asFloat, type FloatLike } from '../operand.js';
import { exponentialUnit } from './elu.js';

const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;

/**
 * Scaled exponential linear unit: λ · (x where x > 0, else α(eˣ − 1)), with α ≈ 1.67326 and λ ≈ 1.05070, for which zero
 * mean and unit variance are a fixed point through the layers. Initialise with `lecunNormal`.
 *
 * Source: G. Klambauer et al., "Self-normalizing neural networks", NeurIPS 2017.
 */
export function selu<X extends AnyTensor>(x: X): FloatLike<X>;
export function selu(x: AnyTensor): AnyTensor {
  return exponentialUnit(asFloat('selu', x), alpha, 1).mul(scale);
}
