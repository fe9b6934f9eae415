import type { DType } from '../../graph/dtype.js';
import { checkShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { OneHot } from '../../types/index.js';
import { ones } from '../creation/full.js';
import { defineScatter } from './gather-pair.js';
import { type IndexArgument, toIndices } from './indices.js';

/** A comparison with 0 … depth − 1 would make a row of zeros of a wrong label; a scatter checks its indices. */
const scatter = defineScatter('oneHot');

/**
 * A new last axis of `depth` elements, 1 at the index and 0 elsewhere: out[i…, c] = [indices[i…] = c]. There is no
 * gradient.
 *
 * @param indices int32 or uint8, each in [0, depth)
 * @throws TypeError where the indices are not integers
 * @throws RangeError where an index is out of range: at the call if the indices are host data, else on evaluation
 */
export function oneHot<I extends AnyTensor, const N extends number>(
  indices: IndexArgument<I>,
  depth: N,
): Tensor<OneHot<I['shape'], N>, 'float32'>;
export function oneHot<I extends AnyTensor, const N extends number, D extends DType>(
  indices: IndexArgument<I>,
  depth: N,
  dtype: D,
): Tensor<OneHot<I['shape'], N>, D>;
export function oneHot(indices: AnyTensor, depth: number, dtype: DType = 'float32'): AnyTensor {
  checkShape('oneHot', [depth]);
  const index = toIndices('oneHot', indices, depth).unsqueeze(-1);
  return scatter(index, ones(index.shape, dtype), indices.shape.length, depth);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** A new last axis, 1 at the index and 0 elsewhere; see {@link oneHot}. */
    oneHot<Me extends AnyTensor, const N extends number>(
      this: IndexArgument<Me>,
      depth: N,
    ): Tensor<OneHot<Me['shape'], N>, 'float32'>;
    oneHot<Me extends AnyTensor, const N extends number, D extends DType>(
      this: IndexArgument<Me>,
      depth: N,
      dtype: D,
    ): Tensor<OneHot<Me['shape'], N>, D>;
  }
}
