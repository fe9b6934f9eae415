import { defineSameUnary, type SameUnary, type SameUnaryMethod } from './unary.js';

/**
 * Elementwise sign: −1, 0 or 1, of the dtype of x; sign(0) = 0 and sign(NaN) = NaN. Its gradient is zero everywhere, by
 * convention also at the jump x = 0.
 */
export const sign: SameUnary = defineSameUnary({ name: 'sign', instruction: 'sign', vjp: null });

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** −1, 0 or 1; see {@link sign}. */
    readonly sign: SameUnaryMethod;
  }
}
