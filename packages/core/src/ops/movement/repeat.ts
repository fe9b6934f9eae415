import { normaliseAxis } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Repeat, Safe } from '../../types/index.js';

/**
 * Each element repeated in place along an axis (NumPy's `repeat`, PyTorch's `repeat_interleave`). The gradient is summed
 * over the copies. To repeat the whole tensor use `tile`.
 *
 * @example
 * repeat(tensor([1, 2]), 3, 0); // [1, 1, 1, 2, 2, 2]
 *
 * @throws RangeError where `count` is no integer of at least 0, or the axis does not exist
 */
export function repeat<X extends AnyTensor, const N extends number, const A extends number>(
  x: X,
  count: N,
  axis: AxisArgument<X['shape'], A>,
): Tensor<Safe<Repeat<X['shape'], N, A>>, X['dtype']>;
export function repeat(x: AnyTensor, count: number, axis: number): AnyTensor {
  const along = normaliseAxis('repeat', axis, x.shape.length);
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`repeat: cannot repeat elements ${count} times; use an integer of at least 0`);
  }
  const before = x.shape.slice(0, along);
  const size = x.shape[along] as number;
  const after = x.shape.slice(along + 1);
  return x
    .reshape([...before, size, 1, ...after])
    .expand([...before, size, count, ...after])
    .reshape([...before, size * count, ...after]);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Each element repeated in place along an axis; see {@link repeat}. */
    repeat<Me extends AnyTensor, const N extends number, const A extends number>(
      this: Me,
      count: N,
      axis: AxisArgument<Me['shape'], A>,
    ): Tensor<Safe<Repeat<Me['shape'], N, A>>, Me['dtype']>;
  }
}
