import type { DType } from '../../graph/dtype.js';
import { normaliseAxis, type Shape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, NormaliseAxis, Reduce, Safe } from '../../types/index.js';
import type { SplitPieces } from './split.js';

/** One tensor for each position of the axis: a tuple where the size is known (up to 9), else an array. */
export type Unbound<S extends Shape, A extends number, D extends DType> =
  SplitPieces<S, SizeAt<S, A>, A, D> extends infer Pieces extends readonly AnyTensor[]
    ? { [I in keyof Pieces]: Tensor<Safe<Reduce<S, A>>, D> }
    : never;

type SizeAt<S extends Shape, A extends number> = number extends A | S['length']
  ? number
  : S[NormaliseAxis<S['length'], A>];

/**
 * All slices along an axis, which they lack: x[0], x[1], … of axis 0. The gradients of the slices are stacked.
 *
 * @throws RangeError where the axis does not exist
 */
export function unbind<X extends AnyTensor, const A extends number = 0>(
  x: X,
  axis?: AxisArgument<X['shape'], A>,
): Unbound<X['shape'], A, X['dtype']>;
export function unbind(x: AnyTensor, axis = 0): AnyTensor[] {
  const along = normaliseAxis('unbind', axis, x.shape.length);
  const before = new Array<null>(along).fill(null);
  return Array.from({ length: x.shape[along] as number }, (_, position) => x.slice(...before, position));
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** All slices along an axis, without it; see {@link unbind}. */
    unbind<Me extends AnyTensor, const A extends number = 0>(
      this: Me,
      axis?: AxisArgument<Me['shape'], A>,
    ): Unbound<Me['shape'], A, Me['dtype']>;
  }
}
