import { resolve } from '../../graph/node.js';
import { normaliseAxis } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Safe, SwapAxes } from '../../types/index.js';
import { permuteTo } from './permute.js';

/**
 * Two axes exchanged, the last two unless said otherwise: the transpose of a matrix, or of each matrix of a batch. The
 * gradient is transposed back.
 *
 * @throws RangeError where an axis does not exist
 */
export function transpose<X extends AnyTensor, const A extends number = -2, const B extends number = -1>(
  x: X,
  axis0?: AxisArgument<X['shape'], A>,
  axis1?: AxisArgument<X['shape'], B>,
): Tensor<Safe<SwapAxes<X['shape'], A, B>>, X['dtype']>;
export function transpose(x: AnyTensor, axis0 = -2, axis1 = -1): AnyTensor {
  const rank = x.shape.length;
  const first = normaliseAxis('transpose', axis0, rank);
  const second = normaliseAxis('transpose', axis1, rank);
  const axes = x.shape.map((_, axis) => axis);
  axes[first] = second;
  axes[second] = first;
  return permuteTo(resolve(x), axes);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Two axes exchanged, the last two unless said otherwise; see {@link transpose}. */
    transpose<Me extends AnyTensor, const A extends number = -2, const B extends number = -1>(
      this: Me,
      axis0?: AxisArgument<Me['shape'], A>,
      axis1?: AxisArgument<Me['shape'], B>,
    ): Tensor<Safe<SwapAxes<Me['shape'], A, B>>, Me['dtype']>;
  }
}
