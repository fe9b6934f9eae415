import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { countReduced } from './count.js';
import { cumprod, productsBefore } from './cumprod.js';
import { defineReduction } from './define.js';
import { type AccumulatedDType, accumulatedDType } from './sum.js';

const build = defineReduction({
  name: 'prod',
  combine: 'product',
  dtype: (dtype) => dtype,
  vjp: ({ cotangent, x, axes }) => productsOfOthers(x, axes).mul(cotangent),
});

/** For each element the product of the others: what stands before it times what stands behind it. */
function productsOfOthers(x: AnyTensor, axes: readonly number[]): AnyTensor {
  const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const permuted = x.permute(order);
  const axis = kept.length;
  const rows = permuted.reshape([...permuted.shape.slice(0, axis), countReduced(x.shape, axes)]);
  const before = productsBefore(cumprod(rows, axis), axis);
  const behind = productsBefore(cumprod(rows.flip(axis), axis), axis).flip(axis);
  const inverse = order.map((_, each) => order.indexOf(each));
  return before.mul(behind).reshape(permuted.shape).permute(inverse);
}

/**
 * The product over axes, all of them unless said otherwise: Πᵢ xᵢ. An empty product is 1; bools and bytes multiply in
 * int32. The gradient of an element is the product of the others, ∂/∂xᵢ = Πⱼ≠ᵢ xⱼ. It is computed without a division, so
 * it is exact where elements are 0, and can be differentiated again.
 *
 * @param axes one axis or several, negative from the end
 * @param keepDims keeps reduced axes with size 1
 */
export function prod<X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
): Tensor<Safe<Reduce<X['shape'], A, K>>, AccumulatedDType<X['dtype']>>;
export function prod(x: AnyTensor, axes?: Axes, keepDims = false): AnyTensor {
  return build(x.cast(accumulatedDType(x.dtype)), axes, keepDims);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The product over axes; see {@link prod}. */
    prod<Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
      this: Me,
      axes?: AxesArgument<Me['shape'], A>,
      keepDims?: K,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, AccumulatedDType<Me['dtype']>>;
  }
}
