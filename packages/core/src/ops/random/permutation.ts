import type { Tensor } from '../../graph/tensor.js';
import { draw, type RandomOptions } from './draw.js';

/**
 * The numbers 0, 1, … n − 1 in random order, each order equally likely: int32, as indices for `take`.
 *
 * @throws RangeError where n is no whole number from 0 to 2^31
 */
export function randomPermutation<const N extends number>(n: N, options?: RandomOptions): Tensor<[N], 'int32'>;
export function randomPermutation(n: number, options: RandomOptions = {}): Tensor {
  if (!Number.isInteger(n) || n < 0 || n > 2 ** 31) {
    throw new RangeError(`randomPermutation: n must be a whole number from 0 to 2^31, got ${n}`);
  }
  return draw('randomPermutation', 'permutation', [n], 'int32', options.generator);
}
