import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/**
 * The logistic function σ(x) = 1 / (1 + e⁻ˣ), without overflow and with full relative precision where it is tiny.
 * σ′ = σ(1 − σ). Integers and bools are taken as float32.
 */
export const sigmoid: FloatUnary = defineFloatUnary({
  name: 'sigmoid',
  instruction: 'sigmoid',
  vjp: ({ cotangent, output }) => cotangent.mul(output.mul(output.neg().add(1))),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** 1 / (1 + e⁻ˣ); see {@link sigmoid}. */
    readonly sigmoid: FloatUnaryMethod;
  }
}
