import type { AnyTensor } from '../../graph/tensor.js';
import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

const TWO_BY_SQRT_PI = 2 / Math.sqrt(Math.PI);

/** 2/√π · e^(−x²) */
const erfDerivative = (x: AnyTensor): AnyTensor => x.square().neg().exp().mul(TWO_BY_SQRT_PI);

/**
 * Elementwise error function: erf(x) = 2/√π ∫₀ˣ e^(−t²) dt. d/dx erf(x) = 2/√π · e^(−x²). Integers and bools are taken
 * as float32.
 */
export const erf: FloatUnary = defineFloatUnary({
  name: 'erf',
  instruction: 'erf',
  vjp: ({ cotangent, x }) => cotangent.mul(erfDerivative(x)),
});

/**
 * Elementwise complementary error function: erfc(x) = 1 − erf(x), with full relative precision where it is tiny.
 * d/dx erfc(x) = −2/√π · e^(−x²). Integers and bools are taken as float32.
 */
export const erfc: FloatUnary = defineFloatUnary({
  name: 'erfc',
  instruction: 'erfc',
  vjp: ({ cotangent, x }) => cotangent.mul(erfDerivative(x).neg()),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The error function; see {@link erf}. */
    readonly erf: FloatUnaryMethod;
    /** The complementary error function; see {@link erfc}. */
    readonly erfc: FloatUnaryMethod;
  }
}
