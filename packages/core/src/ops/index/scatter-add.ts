import type { Promote } from '../../graph/dtype.js';
import { normaliseAxis, sameShape, showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, GatherOperand } from '../../types/index.js';
import { cast } from '../elementwise/cast.js';
import { productDType } from '../linalg/operands.js';
import { defineScatter } from './gather-pair.js';
import { checkWithin, type IndexArgument, toIndices } from './indices.js';

const scatter = defineScatter('scatterAdd');

/**
 * Adds each element of the source at its index along an axis: out = x, then out[i, indices[i, j, k], k] +=
 * source[i, j, k] for the middle one of three axes. Repeated indices add up. The indices have x's rank and the source's
 * shape; along the other axes they may be shorter than x.
 *
 * ∂L/∂x is the cotangent, ∂L/∂source is the cotangent gathered at the indices.
 *
 * @param indices int32 or uint8, each in [0, size of the axis)
 * @throws TypeError where the indices are not integers, or x and the source are uint8 or bool
 * @throws RangeError where the shapes do not fit, or an index is out of range: at the call if the indices are host
 *   data, else on evaluation
 */
export function scatterAdd<X extends AnyTensor, I extends AnyTensor, Source extends AnyTensor, const A extends number>(
  x: X,
  indices: GatherOperand<X['shape'], I, A> & IndexArgument<I>,
  source: Source,
  axis: AxisArgument<X['shape'], A>,
): Tensor<X['shape'], Promote<X['dtype'], Source['dtype']>>;
export function scatterAdd(x: AnyTensor, indices: AnyTensor, source: AnyTensor, axis: number): AnyTensor {
  const position = normaliseAxis('scatterAdd', axis, x.shape.length);
  checkWithin('scatterAdd', x.shape, indices.shape, position);
  if (!sameShape(indices.shape, source.shape)) {
    throw new RangeError(
      `scatterAdd: a source of shape ${showShape(source.shape)} does not fit indices of shape ` +
        `${showShape(indices.shape)}; there must be one index for each of its elements`,
    );
  }
  const dtype = productDType('scatterAdd', [x, source]);
  const size = x.shape[position] as number;
  const index = toIndices('scatterAdd', indices, size);
  const added = scatter(index, cast(source, dtype), position, size);
  const padded = sameShape(added.shape, x.shape)
    ? added
    : added.pad(x.shape.map((each, at) => [0, each - (added.shape[at] as number)] as const));
  return cast(x, dtype).add(padded);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Adds each element of a source at its index along an axis; see {@link scatterAdd}. */
    scatterAdd<Me extends AnyTensor, I extends AnyTensor, Source extends AnyTensor, const A extends number>(
      this: Me,
      indices: GatherOperand<Me['shape'], I, A> & IndexArgument<I>,
      source: Source,
      axis: AxisArgument<Me['shape'], A>,
    ): Tensor<Me['shape'], Promote<Me['dtype'], Source['dtype']>>;
  }
}
