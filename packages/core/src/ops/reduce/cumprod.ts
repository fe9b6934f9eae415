import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument } from '../../types/index.js';
import { concat } from '../movement/concat.js';
import { narrow } from '../movement/narrow.js';
import { defineScan } from './scan.js';
import type { AccumulatedDType } from './sum.js';

const build = defineScan({
  name: 'cumprod',
  combine: 'product',
  vjp: ({ cotangent, x, output, axis }) => productsBefore(output, axis).mul(tailSums(cotangent, x, axis)),
});

/** From running products y: the product of the elements before each one, 1 for the first. */
export function productsBefore(products: AnyTensor, axis: number): AnyTensor {
  const { shape } = products;
  const shifted = products.pad(
    shape.map((_, each): [number, number] => [Number(each === axis), 0]),
    1,
  );
  return narrow(shifted, axis, 0, shape[axis] as number);
}

/**
 * sᵢ = Σₖ≥ᵢ cₖ · Πᵢ<ⱼ≤ₖ xⱼ along an axis. It solves sᵢ = cᵢ + xᵢ₊₁ · sᵢ₊₁ by doubling: with partial sums over k < i + w and
 * the products of the w elements behind i, one step joins neighbours into those of 2w. That takes ⌈log₂ n⌉ steps of
 * O(n) each and never divides.
 *
 * Source: W. D. Hillis and G. L. Steele, "Data parallel algorithms", CACM 29 (1986), 1170–1183; for linear recurrences
 * G. E. Blelloch, "Prefix sums and their applications" (1990).
 */
function tailSums(c: AnyTensor, x: AnyTensor, axis: number): AnyTensor {
  const size = x.shape[axis] as number;
  let sums = c;
  let products = size > 1 ? narrow(x, axis, 1, size - 1) : x;
  for (let width = 1; width < size; width *= 2) {
    const reach = size - width;
    const joined = narrow(sums, axis, 0, reach).add(products.mul(narrow(sums, axis, width, reach)));
    sums = concat([joined, narrow(sums, axis, reach, width)], axis);
    const next = reach - width;
    if (next > 0) products = narrow(products, axis, 0, next).mul(narrow(products, axis, width, next));
  }
  return sums;
}

/**
 * The running product along an axis: yₖ = Πᵢ≤ₖ xᵢ. Bools and bytes multiply in int32. The gradient
 * ∂L/∂xᵢ = Σₖ≥ᵢ ∂L/∂yₖ · Πⱼ≤ₖ,ⱼ≠ᵢ xⱼ is computed without a division, so it is exact where elements are 0, in O(n log n);
 * it can be differentiated again.
 *
 * @throws RangeError where the axis does not exist
 */
export function cumprod<X extends AnyTensor, const A extends number>(
  x: X,
  axis: AxisArgument<X['shape'], A>,
): Tensor<X['shape'], AccumulatedDType<X['dtype']>>;
export function cumprod(x: AnyTensor, axis: number): AnyTensor {
  return build(x, axis);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The running product along an axis; see {@link cumprod}. */
    cumprod<Me extends AnyTensor, const A extends number>(
      this: Me,
      axis: AxisArgument<Me['shape'], A>,
    ): Tensor<Me['shape'], AccumulatedDType<Me['dtype']>>;
  }
}
