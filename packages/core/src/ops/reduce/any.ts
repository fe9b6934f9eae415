import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { defineReduction } from './define.js';

const build = defineReduction({ name: 'any', combine: 'any', dtype: () => 'bool', vjp: null });

/**
 * Whether some element is true over axes, all axes unless said otherwise; of no elements false. Numbers count as true where they differ from 0 (NaN
 * does). There is no gradient.
 *
 * @param axes one axis or several, negative from the end
 * @param keepDims keeps reduced axes with size 1
 */
export function any<X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
): Tensor<Safe<Reduce<X['shape'], A, K>>, 'bool'>;
export function any(x: AnyTensor, axes?: Axes, keepDims = false): AnyTensor {
  return build(x.cast('bool'), axes, keepDims);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Whether some element over axes is true; see {@link any}. */
    any<Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
      this: Me,
      axes?: AxesArgument<Me['shape'], A>,
      keepDims?: K,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, 'bool'>;
  }
}
