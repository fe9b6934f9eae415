import type { AnyTensor } from '../../graph/tensor.js';
import { sub } from './sub.js';
import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/** 1/√(1 − x²), with 1 − x² as (1 − x)(1 + x), which does not cancel near ±1. */
const asinDerivative = (x: AnyTensor): AnyTensor => sub(1, x).mul(x.add(1)).rsqrt();

/**
 * Elementwise arc sine, in [−π/2, π/2]; NaN outside −1 ≤ x ≤ 1. d/dx asin x = 1/√(1 − x²), Infinity at ±1. Integers and
 * bools are taken as float32.
 */
export const asin: FloatUnary = defineFloatUnary({
  name: 'asin',
  instruction: 'asin',
  vjp: ({ cotangent, x }) => cotangent.mul(asinDerivative(x)),
});

/**
 * Elementwise arc cosine, in [0, π]; NaN outside −1 ≤ x ≤ 1. d/dx acos x = −1/√(1 − x²), −Infinity at ±1. Integers and
 * bools are taken as float32.
 */
export const acos: FloatUnary = defineFloatUnary({
  name: 'acos',
  instruction: 'acos',
  vjp: ({ cotangent, x }) => cotangent.mul(asinDerivative(x).neg()),
});

/** Elementwise arc tangent, in [−π/2, π/2]. d/dx atan x = 1 / (1 + x²). Integers and bools are taken as float32. */
export const atan: FloatUnary = defineFloatUnary({
  name: 'atan',
  instruction: 'atan',
  vjp: ({ cotangent, x }) => cotangent.div(x.square().add(1)),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The angle in [0, π] whose cosine is x; see {@link acos}. */
    readonly acos: FloatUnaryMethod;
    /** The angle in [−π/2, π/2] whose sine is x; see {@link asin}. */
    readonly asin: FloatUnaryMethod;
    /** The angle in [−π/2, π/2] whose tangent is x; see {@link atan}. */
    readonly atan: FloatUnaryMethod;
  }
}
