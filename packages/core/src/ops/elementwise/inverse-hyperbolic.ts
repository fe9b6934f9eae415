import { sub } from './sub.js';
import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/** Elementwise inverse hyperbolic sine. d/dx asinh x = 1/√(x² + 1). Integers and bools are taken as float32. */
export const asinh: FloatUnary = defineFloatUnary({
  name: 'asinh',
  instruction: 'asinh',
  // hypot does not overflow where x² would.
  vjp: ({ cotangent, x }) => cotangent.div(x.hypot(1)),
});

/**
 * Elementwise inverse hyperbolic cosine, at least 0; NaN for x < 1. d/dx acosh x = 1/√(x² − 1), Infinity at 1. Integers
 * and bools are taken as float32.
 */
export const acosh: FloatUnary = defineFloatUnary({
  name: 'acosh',
  instruction: 'acosh',
  // √(x − 1) · √(x + 1) neither cancels near 1 nor overflows, and is NaN wherever acosh is.
  vjp: ({ cotangent, x }) => cotangent.div(x.sub(1).sqrt().mul(x.add(1).sqrt())),
});

/**
 * Elementwise inverse hyperbolic tangent; ±Infinity at ±1, NaN beyond. d/dx atanh x = 1 / (1 − x²). Integers and bools
 * are taken as float32.
 */
export const atanh: FloatUnary = defineFloatUnary({
  name: 'atanh',
  instruction: 'atanh',
  // (1 − x)(1 + x) does not cancel near ±1.
  vjp: ({ cotangent, x }) => cotangent.div(sub(1, x).mul(x.add(1))),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The inverse of cosh; see {@link acosh}. */
    readonly acosh: FloatUnaryMethod;
    /** The inverse of sinh; see {@link asinh}. */
    readonly asinh: FloatUnaryMethod;
    /** The inverse of tanh; see {@link atanh}. */
    readonly atanh: FloatUnaryMethod;
  }
}
