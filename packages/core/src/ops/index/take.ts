import { resolve } from '../../graph/node.js';
import { normaliseAxis } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Safe, Take } from '../../types/index.js';
import { type IndexArgument, toIndices } from './indices.js';
import { takeNode } from './take-pair.js';

/**
 * Picks rows along an axis: out[i…, j…, k…] = x[i…, indices[j…], k…]. The shape of the indices replaces the axis, so
 * that a table `[words, features]` and indices `[batch, length]` give `[batch, length, features]`. Indices go from 0;
 * they may repeat, and the gradients of repeated rows add up.
 *
 * @param indices int32 or uint8, of any shape, each in [0, size of the axis)
 * @throws TypeError where the indices are not integers
 * @throws RangeError where an index is out of range: at the call if the indices are host data, else on evaluation
 */
export function take<X extends AnyTensor, I extends AnyTensor, const A extends number = 0>(
  x: X,
  indices: IndexArgument<I>,
  axis?: AxisArgument<X['shape'], A>,
): Tensor<Safe<Take<X['shape'], I['shape'], A>>, X['dtype']>;
export function take(x: AnyTensor, indices: AnyTensor, axis = 0): AnyTensor {
  const position = normaliseAxis('take', axis, x.shape.length);
  return takeNode(resolve(x), toIndices('take', indices, x.shape[position] as number), position);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Picks rows along an axis; see {@link take}. */
    take<Me extends AnyTensor, I extends AnyTensor, const A extends number = 0>(
      this: Me,
      indices: IndexArgument<I>,
      axis?: AxisArgument<Me['shape'], A>,
    ): Tensor<Safe<Take<Me['shape'], I['shape'], A>>, Me['dtype']>;
  }
}
