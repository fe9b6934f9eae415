import type { DType } from '../../graph/dtype.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { defineReduction } from './define.js';

/** The dtype of a sum or product: integers and bools add up in int32. */
export type AccumulatedDType<D extends DType> = D extends 'bool' | 'uint8' ? 'int32' : D;

export function accumulatedDType(dtype: DType): DType {
  return dtype === 'bool' || dtype === 'uint8' ? 'int32' : dtype;
}

const build = defineReduction({
  name: 'sum',
  combine: 'sum',
  dtype: accumulatedDType,
  vjp: ({ cotangent, x }) => cotangent.expand(x.shape),
});

/**
 * The sum over axes, all of them unless said otherwise: Σᵢ xᵢ. An empty sum is 0; bools and bytes add up in int32. The
 * gradient of each element is 1.
 *
 * @param axes one axis or several, negative from the end
 * @param keepDims keeps reduced axes with size 1
 */
export function sum<X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
): Tensor<Safe<Reduce<X['shape'], A, K>>, AccumulatedDType<X['dtype']>>;
export function sum(x: AnyTensor, axes?: Axes, keepDims = false): AnyTensor {
  return build(x, axes, keepDims);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The sum over axes; see {@link sum}. */
    sum<Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
      this: Me,
      axes?: AxesArgument<Me['shape'], A>,
      keepDims?: K,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, AccumulatedDType<Me['dtype']>>;
  }
}
