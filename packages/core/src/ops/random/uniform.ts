import type { FloatDType } from '../../graph/dtype.js';
import type { Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import type { Mutable } from '../../types/index.js';
import { draw, type RandomOptions } from './draw.js';
import { largestBelow } from './largest-below.js';
import { checkFloat } from './options.js';

/** How {@link randomUniform} draws. */
export interface UniformOptions<D extends FloatDType = FloatDType> extends RandomOptions {
  /** The lower bound, included: 0 unless given. */
  readonly low?: number;
  /** The upper bound, excluded: 1 unless given. */
  readonly high?: number;
  /** float32 unless given. */
  readonly dtype?: D;
}

/**
 * Independent numbers, uniform in [low, high): low + (high − low)·u. If the bounds are equal, all are `low`.
 *
 * @throws RangeError where a bound is not finite, low exceeds high, or the shape is none
 */
export function randomUniform<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options?: UniformOptions<D>,
): Tensor<Mutable<S>, D>;
export function randomUniform(shape: Shape, options: UniformOptions = {}): Tensor {
  const { low = 0, high = 1, dtype = 'float32', generator } = options;
  checkFloat('randomUniform', dtype);
  if (!Number.isFinite(high - low) || low > high) {
    throw new RangeError(`randomUniform: cannot draw from [${low}, ${high}); give finite bounds, the lower one first`);
  }
  const unit = draw('randomUniform', 'uniform', shape, dtype, generator);
  if (low === 0) return high === 1 ? unit : unit.mul(high);
  const scaled = unit.mul(high - low).add(low);
  // The addition may round up to the bound, which is excluded.
  return low < high ? scaled.minimum(largestBelow(high, dtype)) : scaled;
}
