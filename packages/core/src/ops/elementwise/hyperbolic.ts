import { binary, input, runtimeNumber, unary } from '../../backend/scalar.js';
import { type BinaryFunction, defineBinary } from './binary.js';
import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/** Elementwise hyperbolic sine: (eˣ − e⁻ˣ)/2. d/dx sinh x = cosh x. Integers and bools are taken as float32. */
export const sinh: FloatUnary = defineFloatUnary({
  name: 'sinh',
  instruction: 'sinh',
  vjp: ({ cotangent, x }) => cotangent.mul(x.cosh()),
});

/** Elementwise hyperbolic cosine: (eˣ + e⁻ˣ)/2. d/dx cosh x = sinh x. Integers and bools are taken as float32. */
export const cosh: FloatUnary = defineFloatUnary({
  name: 'cosh',
  instruction: 'cosh',
  vjp: ({ cotangent, x }) => cotangent.mul(x.sinh()),
});

/** Elementwise hyperbolic tangent, in [−1, 1]. d/dx tanh x = 1 − tanh² x. Integers and bools are taken as float32. */
export const tanh: FloatUnary = defineFloatUnary({
  name: 'tanh',
  instruction: 'tanh',
  vjp: ({ cotangent, output }) => tanhGradient(cotangent, output),
});

/** g · (1 − y²), which tanh's gradient is for y = tanh x: one node, because recurrent networks are made of them. */
const tanhGradient: BinaryFunction = defineBinary({
  name: 'tanhGradient',
  instruction: binary('multiply', input(0), binary('subtract', runtimeNumber(0), unary('square', input(1)))),
  numbers: [1],
  vjp: [({ cotangent, y }) => tanhGradient(cotangent, y), ({ cotangent, x, y }) => cotangent.mul(x).mul(y.mul(-2))],
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** cosh x; see {@link cosh}. */
    readonly cosh: FloatUnaryMethod;
    /** sinh x; see {@link sinh}. */
    readonly sinh: FloatUnaryMethod;
    /** tanh x; see {@link tanh}. */
    readonly tanh: FloatUnaryMethod;
  }
}
