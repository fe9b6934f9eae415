import type { DType } from '../../graph/dtype.js';
import { normaliseAxis, type Shape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Concat, Safe } from '../../types/index.js';
import { pieces } from './split.js';

/** A piece: every size but that of the axis is kept, as in a join of unknown length. */
type Chunk<S extends Shape, A extends number, D extends DType> = Tensor<Safe<Concat<S[], A>>, D>;

/**
 * At most `count` pieces along an axis, of size ⌈n / count⌉; the last one may be smaller, and there may be fewer of
 * them, as PyTorch's `chunk`. An axis without elements gives one piece. For equal pieces, with types that know their
 * number, use {@link split}.
 *
 * @example
 * chunk(zeros([7]), 3); // shapes [3], [3], [1]
 *
 * @throws RangeError where `count` is no integer of at least 1, or the axis does not exist
 */
export function chunk<X extends AnyTensor, const A extends number = 0>(
  x: X,
  count: number,
  axis?: AxisArgument<X['shape'], A>,
): Chunk<X['shape'], A, X['dtype']>[];
export function chunk(x: AnyTensor, count: number, axis = 0): AnyTensor[] {
  const along = normaliseAxis('chunk', axis, x.shape.length);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`chunk: cannot make ${count} pieces; use an integer of at least 1`);
  }
  const total = x.shape[along] as number;
  const size = Math.ceil(total / count);
  const sizes: number[] = [];
  for (let rest = total; rest > 0; rest -= size) sizes.push(Math.min(size, rest));
  return pieces(x, along, sizes.length === 0 ? [0] : sizes);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** At most so many pieces along an axis, the last may be smaller; see {@link chunk}. */
    chunk<Me extends AnyTensor, const A extends number = 0>(
      this: Me,
      count: number,
      axis?: AxisArgument<Me['shape'], A>,
    ): Chunk<Me['shape'], A, Me['dtype']>[];
  }
}
