import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/** Elementwise sine of an angle in radians. d/dx sin x = cos x. Integers and bools are taken as float32. */
export const sin: FloatUnary = defineFloatUnary({
  name: 'sin',
  instruction: 'sin',
  vjp: ({ cotangent, x }) => cotangent.mul(x.cos()),
});

/** Elementwise cosine of an angle in radians. d/dx cos x = −sin x. Integers and bools are taken as float32. */
export const cos: FloatUnary = defineFloatUnary({
  name: 'cos',
  instruction: 'cos',
  vjp: ({ cotangent, x }) => cotangent.mul(x.sin().neg()),
});

/** Elementwise tangent of an angle in radians. d/dx tan x = 1 + tan² x. Integers and bools are taken as float32. */
export const tan: FloatUnary = defineFloatUnary({
  name: 'tan',
  instruction: 'tan',
  vjp: ({ cotangent, output }) => cotangent.mul(output.square().add(1)),
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** cos x; see {@link cos}. */
    readonly cos: FloatUnaryMethod;
    /** sin x; see {@link sin}. */
    readonly sin: FloatUnaryMethod;
    /** tan x; see {@link tan}. */
    readonly tan: FloatUnaryMethod;
  }
}
