import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Reduce, Safe } from '../../types/index.js';
import { defineArgExtreme } from './arg-extreme.js';

const build = defineArgExtreme('argmax', 'maximum');

/**
 * The index (int32) of the largest element along an axis, the first one of several; a NaN counts as the largest. Without
 * an axis, the index into the elements in row-major order. There is no gradient.
 *
 * @param keepDims keeps the axis with size 1; without an axis, all axes
 * @throws RangeError where there is no element to choose from, or the axis does not exist
 */
export function argmax<X extends AnyTensor, const A extends number | undefined = undefined, K extends boolean = false>(
  x: X,
  axis?: AxisArgument<X['shape'], A>,
  keepDims?: K,
): Tensor<Safe<Reduce<X['shape'], A, K>>, 'int32'>;
export function argmax(x: AnyTensor, axis?: number, keepDims = false): AnyTensor {
  return build(x, axis, keepDims);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The index of the largest element along an axis; see {@link argmax}. */
    argmax<Me extends AnyTensor, const A extends number | undefined = undefined, K extends boolean = false>(
      this: Me,
      axis?: AxisArgument<Me['shape'], A>,
      keepDims?: K,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, 'int32'>;
  }
}
