import { defineSameUnary, type SameUnary, type SameUnaryMethod } from './unary.js';

/** Elementwise negation: −x. d/dx (−x) = −1. Integers stay integers; a bool has no negative, see `logicalNot`. */
export const neg: SameUnary = defineSameUnary({
  name: 'neg',
  instruction: 'negate',
  vjp: ({ cotangent }) => cotangent.neg(),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** −x; see {@link neg}. */
    readonly neg: SameUnaryMethod;
  }
}
