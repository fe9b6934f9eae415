import { type BinaryFunction, type BinaryMethod, defineBinary } from './binary.js';

/**
 * Elementwise division rounded down: ⌊x / y⌋, with NumPy's broadcasting and of the promoted dtype, so integers stay
 * integers. On integers division by 0 gives 0, as in NumPy; on floats it is ⌊±Infinity⌋ = ±Infinity, and NaN for 0/0.
 * Constant between its jumps, so its gradient is zero.
 */
export const floorDivide: BinaryFunction = defineBinary({ name: 'floorDivide', instruction: 'floorDivide', vjp: null });

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** ⌊x / y⌋; see {@link floorDivide}. */
    readonly floorDivide: BinaryMethod;
  }
}
