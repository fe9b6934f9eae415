import { showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Reduce, Safe } from '../../types/index.js';
import type { AccumulatedDType } from '../reduce/sum.js';
import { diagonal } from './diagonal.js';

/**
 * The sum of the main diagonal of the last two axes: Σᵢ xᵢᵢ. The gradient is 1 on the diagonal and 0 elsewhere.
 *
 * @throws RangeError where x has fewer than two axes
 */
export function trace<X extends AnyTensor>(
  x: X,
): Tensor<Safe<Reduce<X['shape'], [-2, -1]>>, AccumulatedDType<X['dtype']>>;
export function trace(x: AnyTensor): AnyTensor {
  if (x.shape.length < 2) {
    throw new RangeError(`trace: expected matrices, got a tensor of shape ${showShape(x.shape)}; it needs two axes`);
  }
  return diagonal(x).sum(-1);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The sum of the main diagonal of the last two axes; see {@link trace}. */
    trace<Me extends AnyTensor>(this: Me): Tensor<Safe<Reduce<Me['shape'], [-2, -1]>>, AccumulatedDType<Me['dtype']>>;
  }
}
