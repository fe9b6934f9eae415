import { type BinaryFunction, type BinaryMethod, defineBinary } from './binary.js';

/** Elementwise product: x · y, with NumPy's broadcasting. ∂/∂x = y, ∂/∂y = x. */
export const mul: BinaryFunction = defineBinary({
  name: 'mul',
  instruction: 'multiply',
  vjp: [({ cotangent, y }) => cotangent.mul(y), ({ cotangent, x }) => cotangent.mul(x)],
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** x · y; see {@link mul}. */
    readonly mul: BinaryMethod;
  }
}
