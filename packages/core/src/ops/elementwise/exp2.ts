import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/** Elementwise power of two: 2ˣ. d/dx 2ˣ = 2ˣ · ln 2. Integers and bools are taken as float32. */
export const exp2: FloatUnary = defineFloatUnary({
  name: 'exp2',
  instruction: 'exp2',
  vjp: ({ cotangent, output }) => cotangent.mul(output.mul(Math.LN2)),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** 2ˣ; see {@link exp2}. */
    readonly exp2: FloatUnaryMethod;
  }
}
