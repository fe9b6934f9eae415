import { normaliseAxis, showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { NewAxisArgument, Safe, Unsqueeze } from '../../types/index.js';

/**
 * With a new axis of size 1.
 *
 * @example
 * unsqueeze(zeros([2, 3]), -1); // shape [2, 3, 1]
 *
 * @param axis the new axis's place in the result, negative from the end
 * @throws RangeError where the result has no such axis
 */
export function unsqueeze<X extends AnyTensor, const A extends number>(
  x: X,
  axis: NewAxisArgument<X['shape'], A>,
): Tensor<Safe<Unsqueeze<X['shape'], A>>, X['dtype']>;
export function unsqueeze(x: AnyTensor, axis: number): AnyTensor {
  const place = normaliseNewAxis('unsqueeze', axis, x);
  return x.reshape([...x.shape.slice(0, place), 1, ...x.shape.slice(place)]);
}

/** The place of a new axis in the result, counted from the front. */
export function normaliseNewAxis(op: string, axis: number, x: AnyTensor): number {
  return normaliseAxis(() => `${op} of ${showShape(x.shape)}, counting the new axis`, axis, x.shape.length + 1);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** With a new axis of size 1; see {@link unsqueeze}. */
    unsqueeze<Me extends AnyTensor, const A extends number>(
      this: Me,
      axis: NewAxisArgument<Me['shape'], A>,
    ): Tensor<Safe<Unsqueeze<Me['shape'], A>>, Me['dtype']>;
  }
}
