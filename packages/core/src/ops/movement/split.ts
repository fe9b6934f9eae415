import type { DType } from '../../graph/dtype.js';
import { normaliseAxis, type Shape, showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Safe, Split, SplitArgument, SplitEqually } from '../../types/index.js';
import { narrow } from './narrow.js';

/** Tensors of several shapes and one dtype. */
export type TensorsOf<Shapes extends readonly Shape[], D extends DType> = {
  -readonly [I in keyof Shapes]: Tensor<Shapes[I], D>;
};

/** The pieces that {@link split} makes, a tuple where their number is known. */
export type SplitPieces<S extends Shape, P extends number | readonly number[], A extends number, D extends DType> = [
  SplitShapes<S, P, A>,
] extends [never]
  ? Tensor<Safe<never>, D>[]
  : SplitShapes<S, P, A> extends infer Shapes extends readonly Shape[]
    ? TensorsOf<Shapes, D>
    : never;

type SplitShapes<S extends Shape, P extends number | readonly number[], A extends number> = P extends readonly number[]
  ? Split<S, P, A>
  : P extends number
    ? SplitEqually<S, P, A>
    : never;

/**
 * The pieces of a tensor along an axis, of the given sizes, or so many of equal size. They are slices: no data is
 * copied, and the gradients of the pieces are joined.
 *
 * @example
 * const [head, tail] = split(zeros([5, 3]), [2, 3]); // shapes [2, 3] and [3, 3]
 * const [left, right] = split(zeros([5, 4]), 2, -1); // shapes [5, 2] and [5, 2]
 *
 * @param sizes the size of each piece, or the number of equal pieces
 * @throws RangeError where the sizes do not add up to the axis, or it is not divisible
 */
export function split<X extends AnyTensor, const P extends number | readonly number[], const A extends number = 0>(
  x: X,
  sizes: SplitArgument<X['shape'], P, A>,
  axis?: AxisArgument<X['shape'], A>,
): SplitPieces<X['shape'], P, A, X['dtype']>;
export function split(x: AnyTensor, sizes: number | readonly number[], axis = 0): AnyTensor[] {
  const along = normaliseAxis('split', axis, x.shape.length);
  const size = x.shape[along] as number;
  if (typeof sizes !== 'number') {
    const legal = sizes.every((each) => Number.isSafeInteger(each) && each >= 0);
    const total = sizes.reduce((sum, each) => sum + each, 0);
    if (!legal || total !== size) {
      throw new RangeError(
        `split: cannot split axis ${axis} of ${showShape(x.shape)} into ${showShape(sizes)}; ` +
          `sizes must be integers of at least 0 that add up to ${size}`,
      );
    }
    return pieces(x, along, sizes);
  }
  if (!Number.isSafeInteger(sizes) || sizes < 1 || size % sizes !== 0) {
    throw new RangeError(
      `split: cannot split axis ${axis} of ${showShape(x.shape)} into ${sizes} equal pieces; ` +
        `use a divisor of ${size}, a list of sizes, or chunk for unequal pieces`,
    );
  }
  return pieces(x, along, new Array<number>(sizes).fill(size / sizes));
}

/** Neighbouring pieces of the sizes along an axis. */
export function pieces(x: AnyTensor, axis: number, sizes: readonly number[]): AnyTensor[] {
  let start = 0;
  return sizes.map((size) => {
    const piece = narrow(x, axis, start, size);
    start += size;
    return piece;
  });
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The pieces along an axis, by their sizes or their number; see {@link split}. */
    split<Me extends AnyTensor, const P extends number | readonly number[], const A extends number = 0>(
      this: Me,
      sizes: SplitArgument<Me['shape'], P, A>,
      axis?: AxisArgument<Me['shape'], A>,
    ): SplitPieces<Me['shape'], P, A, Me['dtype']>;
  }
}
