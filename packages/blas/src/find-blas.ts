import type { Blas } from '@adjoint/core';
import { type BlasOptions, loadBlas } from './load-blas.js';

/** The BLAS that `loadBlas` loads, or undefined where it would throw. */
export function findBlas(options: BlasOptions = {}): Blas | undefined {
  try {
    return loadBlas(options);
  } catch {
    return undefined;
  }
}
