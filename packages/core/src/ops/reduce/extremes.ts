import type { DType } from '../../graph/dtype.js';
import { showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { countReduced } from './count.js';
import { defineReduction } from './define.js';

/** A function that chooses an element over axes. */
export type Extreme = <X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
) => Tensor<Safe<Reduce<X['shape'], A, K>>, X['dtype']>;

/** The same as a method. */
export type ExtremeMethod = <Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  this: Me,
  axes?: AxesArgument<Me['shape'], A>,
  keepDims?: K,
) => Tensor<Safe<Reduce<Me['shape'], A, K>>, Me['dtype']>;

function defineExtreme(name: 'max' | 'min'): Extreme {
  const build = defineReduction({
    name,
    combine: name === 'max' ? 'maximum' : 'minimum',
    dtype: (dtype) => checkOrdered(name, dtype),
    checkEmpty: (x, axes) => checkNotEmpty(name, x, axes),
    vjp: ({ cotangent, x, output, axes }) => {
      // NaN equals nothing, itself included; where the result is NaN, the NaNs are its ties.
      const ties = x.eq(output).logicalOr(x.isNaN()).cast(x.dtype);
      return cotangent.div(ties.sum(axes, true)).mul(ties);
    },
  });
  const extreme = (x: AnyTensor, axes?: Axes, keepDims = false): AnyTensor => build(x, axes, keepDims);
  return extreme as Extreme;
}

function checkOrdered(name: string, dtype: DType): DType {
  if (dtype === 'bool') {
    throw new TypeError(`${name}: expected numbers, got bool; use ${name === 'max' ? 'any' : 'all'}, or cast first`);
  }
  return dtype;
}

/** Refuses to choose among no elements. */
export function checkNotEmpty(name: string, x: AnyTensor, axes: readonly number[]): void {
  if (countReduced(x.shape, axes) > 0) return;
  throw new RangeError(
    `${name}: there is no element to choose along axes ${showShape(axes)} of a tensor of shape ${showShape(x.shape)}; ` +
      'check that it is not empty',
  );
}

/**
 * The largest element over axes, all of them unless said otherwise; NaN if there is one. The gradient is shared equally
 * among the elements that are equal to it. The axes are one or several, negative from the end; `keepDims` keeps reduced
 * axes with size 1.
 *
 * @throws RangeError where there is no element to choose from
 * @throws TypeError for bools
 */
export const max: Extreme = defineExtreme('max');

/**
 * The smallest element over axes, all of them unless said otherwise; NaN if there is one. The gradient is shared equally
 * among the elements that are equal to it. The axes are one or several, negative from the end; `keepDims` keeps reduced
 * axes with size 1.
 *
 * @throws RangeError where there is no element to choose from
 * @throws TypeError for bools
 */
export const min: Extreme = defineExtreme('min');

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The largest element over axes; see {@link max}. */
    readonly max: ExtremeMethod;
    /** The smallest element over axes; see {@link min}. */
    readonly min: ExtremeMethod;
  }
}
