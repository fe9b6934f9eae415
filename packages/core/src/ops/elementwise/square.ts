import { defineSameUnary, type SameUnary, type SameUnaryMethod } from './unary.js';

/** Elementwise square: x². d/dx x² = 2x. Integers stay integers and wrap around. */
export const square: SameUnary = defineSameUnary({
  name: 'square',
  instruction: 'square',
  vjp: ({ cotangent, x }) => cotangent.mul(x.mul(2)),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** x²; see {@link square}. */
    readonly square: SameUnaryMethod;
  }
}
