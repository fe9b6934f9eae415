import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/**
 * Elementwise eˣ − 1, accurate near 0, where eˣ rounds to 1. d/dx (eˣ − 1) = eˣ. Integers and bools are taken as
 * float32.
 */
export const expm1: FloatUnary = defineFloatUnary({
  name: 'expm1',
  instruction: 'expm1',
  // Adding 1 to the output would cancel for very negative x.
  vjp: ({ cotangent, x }) => cotangent.mul(x.exp()),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** eˣ − 1, accurate near 0; see {@link expm1}. */
    readonly expm1: FloatUnaryMethod;
  }
}
