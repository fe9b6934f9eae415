import { resolve } from '../../graph/node.js';
import { normaliseAxis, sameShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, GatherAlong, GatherOperand, Safe } from '../../types/index.js';
import { gatherNode } from './gather-pair.js';
import { checkWithin, type IndexArgument, toIndices } from './indices.js';

/**
 * Picks one element for each index along an axis: out[i, j, k] = x[i, indices[i, j, k], k] for the middle one of three
 * axes. The indices have x's rank; along the other axes they may be shorter than x. Gradients of elements picked more
 * than once add up.
 *
 * @param indices int32 or uint8, each in [0, size of the axis)
 * @throws TypeError where the indices are not integers
 * @throws RangeError where the ranks differ, the indices reach beyond x along another axis, or an index is out of
 *   range: at the call if the indices are host data, else on evaluation
 */
export function gather<X extends AnyTensor, I extends AnyTensor, const A extends number>(
  x: X,
  indices: GatherOperand<X['shape'], I, A> & IndexArgument<I>,
  axis: AxisArgument<X['shape'], A>,
): Tensor<Safe<GatherAlong<X['shape'], I['shape'], A>>, X['dtype']>;
export function gather(x: AnyTensor, indices: AnyTensor, axis: number): AnyTensor {
  const position = normaliseAxis('gather', axis, x.shape.length);
  checkWithin('gather', x.shape, indices.shape, position);
  const index = toIndices('gather', indices, x.shape[position] as number);
  const reached = x.shape.map((size, at) => (at === position ? size : (index.shape[at] as number)));
  const part = sameShape(reached, x.shape) ? resolve(x) : x.slice(...reached.map((size) => [0, size] as const));
  return gatherNode(part, index, position);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Picks one element for each index along an axis; see {@link gather}. */
    gather<Me extends AnyTensor, I extends AnyTensor, const A extends number>(
      this: Me,
      indices: GatherOperand<Me['shape'], I, A> & IndexArgument<I>,
      axis: AxisArgument<Me['shape'], A>,
    ): Tensor<Safe<GatherAlong<Me['shape'], I['shape'], A>>, Me['dtype']>;
  }
}
