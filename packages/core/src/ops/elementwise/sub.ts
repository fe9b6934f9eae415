import { type BinaryFunction, type BinaryMethod, defineBinary } from './binary.js';

/**
 * Elementwise difference: x − y, with NumPy's broadcasting. ∂/∂x = 1, ∂/∂y = −1. The dtype is the promoted one; integers
 * wrap around. Bools have no difference, see `logicalXor`.
 */
export const sub: BinaryFunction = defineBinary({
  name: 'sub',
  instruction: 'subtract',
  vjp: [({ cotangent }) => cotangent, ({ cotangent }) => cotangent.neg()],
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** x − y; see {@link sub}. */
    readonly sub: BinaryMethod;
  }
}
