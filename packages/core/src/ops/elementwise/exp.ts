import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/** Elementwise exponential: eˣ. d/dx eˣ = eˣ. */
export const exp: FloatUnary = defineFloatUnary({
  name: 'exp',
  instruction: 'exp',
  vjp: ({ cotangent, output }) => cotangent.mul(output),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** eˣ; see {@link exp}. */
    readonly exp: FloatUnaryMethod;
  }
}
