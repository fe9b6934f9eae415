import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Reduce, Safe } from '../../types/index.js';
import { defineArgExtreme } from './arg-extreme.js';

const build = defineArgExtreme('argmin', 'minimum');

/**
 * The index (int32) of the smallest element along an axis, the first one of several; a NaN counts as the smallest. Without
 * an axis, the index into the elements in row-major order. There is no gradient.
 *
 * @param keepDims keeps the axis with size 1; without an axis, all axes
 * @throws RangeError where there is no element to choose from, or the axis does not exist
 */
export function argmin<X extends AnyTensor, const A extends number | undefined = undefined, K extends boolean = false>(
  x: X,
  axis?: AxisArgument<X['shape'], A>,
  keepDims?: K,
): Tensor<Safe<Reduce<X['shape'], A, K>>, 'int32'>;
export function argmin(x: AnyTensor, axis?: number, keepDims = false): AnyTensor {
  return build(x, axis, keepDims);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The index of the smallest element along an axis; see {@link argmin}. */
    argmin<Me extends AnyTensor, const A extends number | undefined = undefined, K extends boolean = false>(
      this: Me,
      axis?: AxisArgument<Me['shape'], A>,
      keepDims?: K,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, 'int32'>;
  }
}
