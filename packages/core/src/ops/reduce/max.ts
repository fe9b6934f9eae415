import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { defineExtreme } from './extreme.js';

const build = defineExtreme('max');

/**
 * The largest element over axes, all of them unless said otherwise; NaN if there is one. The gradient is shared equally
 * among the elements that are equal to it.
 *
 * @param axes one axis or several, negative from the end
 * @param keepDims keeps reduced axes with size 1
 * @throws RangeError where there is no element to choose from
 * @throws TypeError for bools
 */
export function max<X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
): Tensor<Safe<Reduce<X['shape'], A, K>>, X['dtype']>;
export function max(x: AnyTensor, axes?: Axes, keepDims = false): AnyTensor {
  return build(x, axes, keepDims);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The largest element over axes; see {@link max}. */
    max<Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
      this: Me,
      axes?: AxesArgument<Me['shape'], A>,
      keepDims?: K,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, Me['dtype']>;
  }
}
