import { resolve } from '../../graph/node.js';
import { showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { HasUnknownRank, Shape } from '../../types/index.js';
import { padInterior } from '../movement/pad-interior.js';
import { diagonal } from './diagonal.js';
import { checkOffset, placeDiagonal } from './offset.js';

/** A vector's matrix, whose size depends on the offset; a matrix's diagonal. */
export type Diag<S extends Shape> =
  HasUnknownRank<S> extends true ? Shape : S['length'] extends 1 ? [number, number] : [number];

/** `diag takes a vector or a matrix`, where the rank is known to be another. */
export type DiagArgument<X extends AnyTensor> =
  HasUnknownRank<X['shape']> extends true
    ? X
    : X['shape']['length'] extends 1 | 2
      ? X
      : 'diag takes a vector or a matrix; of more axes use diagonal';

/**
 * Of a vector of n elements, the square matrix of n + |offset| rows with the vector on the diagonal and zeros
 * elsewhere; of a matrix, its diagonal. A positive offset is above the main diagonal. The gradient of either is the
 * other.
 *
 * @throws RangeError where x has neither one axis nor two, or the offset is no integer
 */
export function diag<X extends AnyTensor>(
  x: DiagArgument<X> & X,
  offset?: number,
): Tensor<Diag<X['shape']>, X['dtype']>;
export function diag(x: AnyTensor, offset = 0): AnyTensor {
  checkOffset('diag', offset);
  if (x.shape.length === 2) return diagonal(x, offset);
  if (x.shape.length !== 1) {
    throw new RangeError(
      `diag: expected a vector or a matrix, got a tensor of shape ${showShape(x.shape)}; of more axes use diagonal`,
    );
  }
  const [n] = x.shape as [number];
  const size = n + Math.abs(offset);
  const { start, step, stop } = placeDiagonal(size, size, offset);
  const spread = { before: [start], after: [size * size - stop], interior: [step - 1], value: 0 };
  return padInterior(resolve(x), spread).reshape([size, size]);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** A vector's diagonal matrix, or a matrix's diagonal; see {@link diag}. */
    diag<Me extends AnyTensor>(this: DiagArgument<Me> & Me, offset?: number): Tensor<Diag<Me['shape']>, Me['dtype']>;
  }
}
