import type { Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import type { Mutable } from '../../types/index.js';
import { draw, type RandomOptions } from './draw.js';

/**
 * Independent coin tosses: true with the given probability, to within 2⁻²⁴. 0 and 1 are certain.
 *
 * @throws RangeError where the probability lies outside [0, 1], or the shape is none
 */
export function randomBernoulli<const S extends Shape>(
  shape: S,
  probability: number,
  options?: RandomOptions,
): Tensor<Mutable<S>, 'bool'>;
export function randomBernoulli(shape: Shape, probability: number, options: RandomOptions = {}): Tensor {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`randomBernoulli: the probability must lie in [0, 1], got ${probability}`);
  }
  return draw('randomBernoulli', 'uniform', shape, 'float32', options.generator).lt(probability);
}
