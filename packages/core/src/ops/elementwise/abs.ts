import { defineSameUnary, type SameUnary, type SameUnaryMethod } from './unary.js';

/**
 * Elementwise absolute value: |x|. d/dx |x| = sign(x), which is 0 at the kink x = 0. Integers stay integers (−2³¹ has no
 * positive counterpart in int32 and wraps around to itself).
 */
export const abs: SameUnary = defineSameUnary({
  name: 'abs',
  instruction: 'abs',
  vjp: ({ cotangent, x }) => cotangent.mul(x.sign()),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** |x|; see {@link abs}. */
    readonly abs: SameUnaryMethod;
  }
}
