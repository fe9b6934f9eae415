import { resolve } from '../../graph/node.js';
import { normaliseAxis } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument } from '../../types/index.js';
import { concat } from './concat.js';
import { narrow } from './narrow.js';

/**
 * Shifted cyclically along an axis: element i moves to (i + shift) mod n. Without an axis the elements are shifted in
 * row-major order, under the same shape. The gradient is shifted back.
 *
 * @example
 * roll(tensor([1, 2, 3]), 1); // [3, 1, 2]
 *
 * @throws RangeError where `shift` is no integer, or the axis does not exist
 */
export function roll<X extends AnyTensor, const A extends number | undefined = undefined>(
  x: X,
  shift: number,
  axis?: AxisArgument<X['shape'], A>,
): Tensor<X['shape'], X['dtype']>;
export function roll(x: AnyTensor, shift: number, axis?: number): AnyTensor {
  if (!Number.isSafeInteger(shift)) throw new RangeError(`roll: cannot shift by ${shift} places; use an integer`);
  if (axis === undefined) return rollAxis(x.reshape([-1]), shift, 0).reshape(x.shape);
  return rollAxis(resolve(x), shift, normaliseAxis('roll', axis, x.shape.length));
}

function rollAxis(x: AnyTensor, shift: number, axis: number): AnyTensor {
  const size = x.shape[axis] as number;
  if (size === 0 || shift % size === 0) return x;
  const wrapped = ((shift % size) + size) % size;
  return concat([narrow(x, axis, size - wrapped, wrapped), narrow(x, axis, 0, size - wrapped)], axis);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Shifted cyclically along an axis; see {@link roll}. */
    roll<Me extends AnyTensor, const A extends number | undefined = undefined>(
      this: Me,
      shift: number,
      axis?: AxisArgument<Me['shape'], A>,
    ): Tensor<Me['shape'], Me['dtype']>;
  }
}
