import type { FloatDType } from '../../graph/dtype.js';
import type { Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import type { Mutable } from '../../types/index.js';
import { draw, type RandomOptions } from './draw.js';
import { checkFloat } from './options.js';

/** How {@link randomNormal} draws. */
export interface NormalOptions<D extends FloatDType = FloatDType> extends RandomOptions {
  /** 0 unless given. */
  readonly mean?: number;
  /** 1 unless given. */
  readonly standardDeviation?: number;
  /** float32 unless given. */
  readonly dtype?: D;
}

/**
 * Independent numbers of the normal distribution N(μ, σ²): μ + σ·z with z standard normal.
 *
 * @throws RangeError where the mean is not finite, σ is negative or not finite, or the shape is none
 */
export function randomNormal<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options?: NormalOptions<D>,
): Tensor<Mutable<S>, D>;
export function randomNormal(shape: Shape, options: NormalOptions = {}): Tensor {
  const { mean = 0, standardDeviation = 1, dtype = 'float32', generator } = options;
  checkFloat('randomNormal', dtype);
  if (!Number.isFinite(mean) || !Number.isFinite(standardDeviation) || standardDeviation < 0) {
    throw new RangeError(
      `randomNormal: cannot draw with mean ${mean} and standard deviation ${standardDeviation}; ` +
        'both must be finite, the second at least 0',
    );
  }
  const standard = draw('randomNormal', 'normal', shape, dtype, generator);
  const scaled = standardDeviation === 1 ? standard : standard.mul(standardDeviation);
  return mean === 0 ? scaled : scaled.add(mean);
}
