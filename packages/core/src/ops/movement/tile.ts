import { checkShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Safe, Tile } from '../../types/index.js';

/**
 * The whole tensor repeated, `repeats[axis]` times along each axis; the axes are paired from the last as in
 * broadcasting, and missing ones count as 1 (NumPy's `tile`, PyTorch's `repeat`). The gradient is summed over the
 * copies.
 *
 * @example
 * tile(tensor([1, 2]), [2]); // [1, 2, 1, 2]
 * tile(tensor([1, 2]), [2, 1]); // [[1, 2], [1, 2]]
 *
 * @throws RangeError where a repeat is no integer of at least 0
 */
export function tile<X extends AnyTensor, const R extends readonly number[]>(
  x: X,
  repeats: R,
): Tensor<Safe<Tile<X['shape'], R>>, X['dtype']>;
export function tile(x: AnyTensor, repeats: readonly number[]): AnyTensor {
  checkShape('tile', repeats);
  const rank = Math.max(x.shape.length, repeats.length);
  const aligned = (list: readonly number[]): number[] => [...new Array<number>(rank - list.length).fill(1), ...list];
  const sizes = aligned(x.shape);
  const times = aligned(repeats);
  return x
    .reshape(sizes.flatMap((size) => [1, size]))
    .expand(sizes.flatMap((size, axis) => [times[axis] as number, size]))
    .reshape(sizes.map((size, axis) => size * (times[axis] as number)));
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The whole tensor repeated along each axis; see {@link tile}. */
    tile<Me extends AnyTensor, const R extends readonly number[]>(
      this: Me,
      repeats: R,
    ): Tensor<Safe<Tile<Me['shape'], R>>, Me['dtype']>;
  }
}
