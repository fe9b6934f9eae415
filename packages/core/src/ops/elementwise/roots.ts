import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/**
 * Elementwise square root: √x, NaN for x < 0. d/dx √x = 1 / (2√x), Infinity at x = 0. Integers and bools are taken as
 * float32.
 */
export const sqrt: FloatUnary = defineFloatUnary({
  name: 'sqrt',
  instruction: 'sqrt',
  vjp: ({ cotangent, output }) => cotangent.div(output.mul(2)),
});

/**
 * Elementwise reciprocal square root: 1/√x, Infinity at x = 0, NaN for x < 0. d/dx x^(−1/2) = −½ x^(−3/2). Integers and
 * bools are taken as float32.
 */
export const rsqrt: FloatUnary = defineFloatUnary({
  name: 'rsqrt',
  instruction: 'rsqrt',
  vjp: ({ cotangent, output }) => cotangent.mul(output.pow(3).mul(-0.5)),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** 1/√x; see {@link rsqrt}. */
    readonly rsqrt: FloatUnaryMethod;
    /** √x; see {@link sqrt}. */
    readonly sqrt: FloatUnaryMethod;
  }
}
