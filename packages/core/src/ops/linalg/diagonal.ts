import { normaliseAxis, showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Reduce, Safe, Shape } from '../../types/index.js';
import { checkOffset, placeDiagonal } from './offset.js';

/**
 * The other axes, and the diagonal's at the end: `Diagonal<[3, 2, 3], 0, 2>` → `[2, number]`; `never` where an axis
 * does not exist or both are the same.
 */
export type Diagonal<S extends Shape, A extends number, B extends number> = [Reduce<S, [A, B]>] extends [never]
  ? never
  : [...Reduce<S, [A, B]>, number];

/**
 * The diagonal of two axes, appended as the last axis: out[…, i] = x[…, i, i + offset] for axis0 and axis1 the last
 * two. A positive offset is above the main diagonal, a negative one below; past the matrix the diagonal is empty. The
 * gradient goes back to the diagonal and is zero elsewhere.
 *
 * @throws RangeError where an axis does not exist, both are the same, or the offset is no integer
 */
export function diagonal<X extends AnyTensor, const A extends number = -2, const B extends number = -1>(
  x: X,
  offset?: number,
  axis0?: AxisArgument<X['shape'], A>,
  axis1?: AxisArgument<X['shape'], B>,
): Tensor<Safe<Diagonal<X['shape'], A, B>>, X['dtype']>;
export function diagonal(x: AnyTensor, offset = 0, axis0 = -2, axis1 = -1): AnyTensor {
  checkOffset('diagonal', offset);
  const rank = x.shape.length;
  const from = normaliseAxis('diagonal', axis0, rank);
  const to = normaliseAxis('diagonal', axis1, rank);
  if (from === to) {
    throw new RangeError(`diagonal: axes ${axis0} and ${axis1} of ${showShape(x.shape)} are the same; name two axes`);
  }
  const others = x.shape.flatMap((_, axis) => (axis === from || axis === to ? [] : [axis]));
  const matrices = x.permute([...others, from, to]);
  const batch = matrices.shape.slice(0, -2);
  const [rows, columns] = matrices.shape.slice(-2) as [number, number];
  const { start, step, stop } = placeDiagonal(rows, columns, offset);
  return matrices.reshape([...batch, rows * columns]).slice(...batch.map(() => null), [start, stop, step]);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The diagonal of two axes, as the last axis; see {@link diagonal}. */
    diagonal<Me extends AnyTensor, const A extends number = -2, const B extends number = -1>(
      this: Me,
      offset?: number,
      axis0?: AxisArgument<Me['shape'], A>,
      axis1?: AxisArgument<Me['shape'], B>,
    ): Tensor<Safe<Diagonal<Me['shape'], A, B>>, Me['dtype']>;
  }
}
