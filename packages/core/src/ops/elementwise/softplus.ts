import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/**
 * Softplus: ln(1 + eˣ), computed as max(x, 0) + ln(1 + e^(−|x|)), so that it neither overflows nor cancels. Its
 * derivative is the logistic function σ(x). Integers and bools are taken as float32.
 *
 * Source: C. Dugas et al., "Incorporating second-order functional knowledge for better option pricing", NIPS 2000.
 */
export const softplus: FloatUnary = defineFloatUnary({
  name: 'softplus',
  instruction: 'softplus',
  vjp: ({ cotangent, x }) => cotangent.mul(x.sigmoid()),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** ln(1 + eˣ); see {@link softplus}. */
    readonly softplus: FloatUnaryMethod;
  }
}
