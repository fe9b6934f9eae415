import { normaliseAxis, showShape, sizeOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Flatten, FlattenArgument, Safe } from '../../types/index.js';

/**
 * The axes from `start` to `end`, both included, merged into one; all of them unless said otherwise. A scalar becomes
 * a vector of one element.
 *
 * @example
 * flatten(zeros([8, 28, 28]), 1); // shape [8, 784]
 *
 * @throws RangeError where an axis does not exist or `start` lies behind `end`
 */
export function flatten<X extends AnyTensor, const Start extends number = 0, const End extends number = -1>(
  x: X,
  start?: AxisArgument<X['shape'], Start>,
  end?: FlattenArgument<X['shape'], Start, End>,
): Tensor<Safe<Flatten<X['shape'], Start, End>>, X['dtype']>;
export function flatten(x: AnyTensor, start = 0, end = -1): AnyTensor {
  const { shape } = x;
  const rank = Math.max(1, shape.length);
  const first = normaliseAxis('flatten', start, rank);
  const last = normaliseAxis('flatten', end, rank);
  if (first > last) {
    throw new RangeError(
      `flatten: cannot flatten ${showShape(shape)} from axis ${start} to axis ${end}; the first must not lie behind the last`,
    );
  }
  return x.reshape([...shape.slice(0, first), sizeOf(shape.slice(first, last + 1)), ...shape.slice(last + 1)]);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The axes from `start` to `end` merged into one; see {@link flatten}. */
    flatten<Me extends AnyTensor, const Start extends number = 0, const End extends number = -1>(
      this: Me,
      start?: AxisArgument<Me['shape'], Start>,
      end?: FlattenArgument<Me['shape'], Start, End>,
    ): Tensor<Safe<Flatten<Me['shape'], Start, End>>, Me['dtype']>;
  }
}
