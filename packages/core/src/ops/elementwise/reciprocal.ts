import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/** Elementwise reciprocal: 1/x, ±Infinity at ±0. d/dx 1/x = −1/x². Integers and bools are taken as float32. */
export const reciprocal: FloatUnary = defineFloatUnary({
  name: 'reciprocal',
  instruction: 'reciprocal',
  vjp: ({ cotangent, output }) => cotangent.mul(output.square().neg()),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** 1/x; see {@link reciprocal}. */
    readonly reciprocal: FloatUnaryMethod;
  }
}
