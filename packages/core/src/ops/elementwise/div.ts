import { defineFloatBinary, type FloatBinaryFunction, type FloatBinaryMethod } from './binary.js';

/**
 * Elementwise true division: x / y, with NumPy's broadcasting. ∂/∂x = 1/y, ∂/∂y = −x/y². The result is a float: integers
 * and bools are taken as float32 (`floorDivide` keeps integers). x/0 is ±Infinity, 0/0 is NaN.
 */
export const div: FloatBinaryFunction = defineFloatBinary({
  name: 'div',
  instruction: 'divide',
  vjp: [({ cotangent, y }) => cotangent.div(y), ({ cotangent, output, y }) => cotangent.mul(output.div(y).neg())],
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** x / y, a float; see {@link div}. */
    readonly div: FloatBinaryMethod;
  }
}
