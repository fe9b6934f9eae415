import { type ToFloat, toFloat } from '../../graph/dtype.js';
import { normaliseAxes, showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument, Reduce, Safe } from '../../types/index.js';
import { countReduced } from './count.js';

/**
 * The mean over axes, all of them unless said otherwise: (1/n) Σᵢ xᵢ. Integers and bools are taken as float32. The
 * gradient of each element is 1/n.
 *
 * @param axes one axis or several, negative from the end
 * @param keepDims keeps reduced axes with size 1
 * @throws RangeError for a mean of no elements, as of an empty batch (where PyTorch gives NaN)
 */
export function mean<X extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
  keepDims?: K,
): Tensor<Safe<Reduce<X['shape'], A, K>>, ToFloat<X['dtype']>>;
export function mean(x: AnyTensor, axes?: Axes, keepDims = false): AnyTensor {
  const count = countReduced(x.shape, normaliseAxes('mean', axes, x.shape.length));
  if (count === 0) {
    const over = axes === undefined ? '' : ` over axes ${showShape([axes].flat())}`;
    throw new RangeError(
      `mean: a tensor of shape ${showShape(x.shape)} has no elements to average${over}; ` +
        'leave empty batches out, or use sum, which is 0 for them',
    );
  }
  return x.cast(toFloat(x.dtype)).sum(axes, keepDims).div(count);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The mean over axes; see {@link mean}. */
    mean<Me extends AnyTensor, const A extends Axes = undefined, K extends boolean = false>(
      this: Me,
      axes?: AxesArgument<Me['shape'], A>,
      keepDims?: K,
    ): Tensor<Safe<Reduce<Me['shape'], A, K>>, ToFloat<Me['dtype']>>;
  }
}
