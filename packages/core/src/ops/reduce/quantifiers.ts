import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { defineReduction } from './define.js';

/** A function that asks of elements over axes whether they are true. */
export type Quantifier = <X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
) => Tensor<Safe<Reduce<X['shape'], A, K>>, 'bool'>;

/** The same as a method. */
export type QuantifierMethod = <Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  this: Me,
  axes?: AxesArgument<Me['shape'], A>,
  keepDims?: K,
) => Tensor<Safe<Reduce<Me['shape'], A, K>>, 'bool'>;

function defineQuantifier(name: 'any' | 'all'): Quantifier {
  const build = defineReduction({ name, combine: name, dtype: () => 'bool', vjp: null });
  const quantifier = (x: AnyTensor, axes?: Axes, keepDims = false): AnyTensor => build(x.cast('bool'), axes, keepDims);
  return quantifier as Quantifier;
}

/**
 * Whether some element is true over axes, all axes unless said otherwise; of no elements false. Numbers count as true
 * where they differ from 0 (NaN does). There is no gradient.
 *
 * The axes are one or several, negative from the end; `keepDims` keeps reduced axes with size 1.
 */
export const any: Quantifier = defineQuantifier('any');

/**
 * Whether every element is true over axes, all axes unless said otherwise; of no elements true. Numbers count as true
 * where they differ from 0 (NaN does). There is no gradient.
 *
 * The axes are one or several, negative from the end; `keepDims` keeps reduced axes with size 1.
 */
export const all: Quantifier = defineQuantifier('all');

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Whether some element over axes is true; see {@link any}. */
    readonly any: QuantifierMethod;
    /** Whether every element over axes is true; see {@link all}. */
    readonly all: QuantifierMethod;
  }
}
