import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/**
 * Elementwise natural logarithm: ln x, −Infinity at 0, NaN below. d/dx ln x = 1/x. Integers and bools are taken as
 * float32.
 */
export const log: FloatUnary = defineFloatUnary({
  name: 'log',
  instruction: 'log',
  vjp: ({ cotangent, x }) => cotangent.div(x),
});

/** Elementwise logarithm to base 2. d/dx log₂ x = 1 / (x ln 2). Otherwise as {@link log}. */
export const log2: FloatUnary = defineFloatUnary({
  name: 'log2',
  instruction: 'log2',
  vjp: ({ cotangent, x }) => cotangent.div(x.mul(Math.LN2)),
});

/** Elementwise logarithm to base 10. d/dx log₁₀ x = 1 / (x ln 10). Otherwise as {@link log}. */
export const log10: FloatUnary = defineFloatUnary({
  name: 'log10',
  instruction: 'log10',
  vjp: ({ cotangent, x }) => cotangent.div(x.mul(Math.LN10)),
});

/**
 * Elementwise ln(1 + x), accurate near 0, where 1 + x rounds to 1. −Infinity at −1, NaN below. d/dx ln(1 + x) =
 * 1 / (1 + x). Integers and bools are taken as float32.
 */
export const log1p: FloatUnary = defineFloatUnary({
  name: 'log1p',
  instruction: 'log1p',
  vjp: ({ cotangent, x }) => cotangent.div(x.add(1)),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** ln x; see {@link log}. */
    readonly log: FloatUnaryMethod;
    /** ln(1 + x), accurate near 0; see {@link log1p}. */
    readonly log1p: FloatUnaryMethod;
    /** log₂ x; see {@link log2}. */
    readonly log2: FloatUnaryMethod;
    /** log₁₀ x; see {@link log10}. */
    readonly log10: FloatUnaryMethod;
  }
}
