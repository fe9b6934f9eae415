import { type BinaryFunction, type BinaryMethod, defineBinary } from './binary.js';

/** Elementwise sum: x + y, with NumPy's broadcasting. ∂/∂x = 1, ∂/∂y = 1. */
export const add: BinaryFunction = defineBinary({
  name: 'add',
  instruction: 'add',
  vjp: [({ cotangent }) => cotangent, ({ cotangent }) => cotangent],
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** x + y; see {@link add}. */
    readonly add: BinaryMethod;
  }
}
