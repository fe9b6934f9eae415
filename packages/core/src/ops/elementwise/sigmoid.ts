import { binary, input, runtimeNumber } from '../../backend/scalar.js';
import { type BinaryFunction, defineBinary } from './binary.js';
import { defineFloatUnary, type FloatUnary, type FloatUnaryMethod } from './unary.js';

/**
 * The logistic function σ(x) = 1 / (1 + e⁻ˣ), without overflow and with full relative precision where it is tiny.
 * σ′ = σ(1 − σ). Integers and bools are taken as float32.
 */
export const sigmoid: FloatUnary = defineFloatUnary({
  name: 'sigmoid',
  instruction: 'sigmoid',
  vjp: ({ cotangent, output }) => sigmoidGradient(cotangent, output),
});

/** g · y (1 − y), which sigmoid's gradient is for y = σ(x): one node, because recurrent networks are made of them. */
const sigmoidGradient: BinaryFunction = defineBinary({
  name: 'sigmoidGradient',
  instruction: binary(
    'multiply',
    input(0),
    binary('multiply', input(1), binary('subtract', runtimeNumber(0), input(1))),
  ),
  numbers: [1],
  vjp: [
    ({ cotangent, y }) => sigmoidGradient(cotangent, y),
    ({ cotangent, x, y }) => cotangent.mul(x).mul(y.mul(-2).add(1)),
  ],
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** 1 / (1 + e⁻ˣ); see {@link sigmoid}. */
    readonly sigmoid: FloatUnaryMethod;
  }
}
