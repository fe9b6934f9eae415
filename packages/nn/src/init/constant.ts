import { type FloatDType, full } from '@adjoint/core';
import type { Initialiser } from './options.js';

/**
 * An initialiser that gives every element one value. (For a tensor, see `full`, `zeros` and `ones` of @adjoint/core.)
 *
 * @example
 * new Linear(2, 3, { biasInit: constant(0.1) });
 */
export function constant(value: number): Initialiser {
  return (shape, options) => full(shape, value, (options?.dtype ?? 'float32') as FloatDType);
}
