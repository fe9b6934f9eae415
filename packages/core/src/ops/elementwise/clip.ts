import { binary, input, runtimeNumber } from '../../backend/scalar.js';
import type { DType } from '../../graph/dtype.js';
import { createNode } from '../../graph/node.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import { joinDTypes, type OperandDType } from '../operand.js';
import { cast } from './cast.js';
import { defineElementwise } from './define.js';
import { requireTensor } from './unary.js';

interface ClipAttributes {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** The dtype of a tensor dtype and a bound: a fraction turns integers into float32, no bound changes nothing. */
export type BoundedDType<D extends DType, Bound> = Bound extends number ? OperandDType<D, Bound> : D;

// A bound that is missing is left out, because no number stands for it in an integer dtype.
const fromBelow = binary('maximum', input(0), runtimeNumber(0));
const fromAbove = binary('minimum', input(0), runtimeNumber(0));
const fromBoth = binary('minimum', fromBelow, runtimeNumber(1));

const clipOp = defineElementwise<ClipAttributes>({
  name: 'clip',
  expression: ({ min, max }) => (max === undefined ? fromBelow : min === undefined ? fromAbove : fromBoth),
  numbers: ({ min, max }) => [min, max].filter((bound) => bound !== undefined),
  vjp: [
    ({ cotangent, x, attributes: { min, max } }) => {
      const above = min === undefined ? undefined : x.ge(min);
      const below = max === undefined ? undefined : x.le(max);
      const inside = above !== undefined && below !== undefined ? above.logicalAnd(below) : (above ?? below);
      return inside?.where(cotangent, 0);
    },
  ],
});

/**
 * Limits each element to [min, max]: min(max(x, min), max). Either bound may be undefined: no limit. Where min > max the
 * result is max. The derivative is 1 where min ≤ x ≤ max, the limits included, and 0 elsewhere. NaN stays NaN (and has
 * derivative 0). Integers stay integers unless a bound is a fraction, which makes them float32.
 *
 * Bounds are numbers; for tensors use `maximum` and `minimum`.
 *
 * @throws TypeError where there is no bound, or one that is not a number
 */
export function clip<
  X extends AnyTensor,
  const Min extends number | undefined = undefined,
  const Max extends number | undefined = undefined,
>(x: X, min?: Min, max?: Max): Tensor<X['shape'], BoundedDType<BoundedDType<X['dtype'], Min>, Max>>;
export function clip(x: AnyTensor, min?: number, max?: number): AnyTensor {
  requireTensor('clip', x);
  const bounds = [min, max].filter((bound) => bound !== undefined);
  if (bounds.length === 0) throw new TypeError('clip: expected a lower or an upper bound, got neither; give one');
  for (const bound of bounds) {
    if (typeof bound !== 'number') {
      throw new TypeError(`clip: expected numbers as bounds, got ${typeof bound}; for tensors use maximum and minimum`);
    }
  }
  return createNode(clipOp, [cast(x, joinDTypes('clip', [x, ...bounds]))], { min, max });
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The elements, limited to [min, max]; see {@link clip}. */
    clip<
      Me extends AnyTensor,
      const Min extends number | undefined = undefined,
      const Max extends number | undefined = undefined,
    >(this: Me, min?: Min, max?: Max): Tensor<Me['shape'], BoundedDType<BoundedDType<Me['dtype'], Min>, Max>>;
  }
}
