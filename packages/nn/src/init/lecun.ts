import { type FloatDType, type Mutable, randomNormal, randomUniform, type Shape, type Tensor } from '@adjoint/core';
import { fans, inverseRoot } from './fans.js';
import { drawOptions, type InitOptions } from './options.js';

/** LeCun's standard deviation: √(1 / fanIn). */
export function lecunStandardDeviation(shape: Shape): number {
  return inverseRoot(fans(shape).fanIn);
}

/**
 * LeCun's uniform initialiser for a weight (out, in, kernel…): U(−a, a), a = √(3 / fanIn), so that inputs of unit
 * variance give sums of unit variance.
 *
 * Source: Y. LeCun et al., "Efficient BackProp" (1998), section 4.6.
 */
export function lecunUniform<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options: InitOptions<D> = {},
): Tensor<Mutable<S>, D> {
  const bound = Math.sqrt(3) * lecunStandardDeviation(shape);
  return randomUniform(shape, { ...drawOptions(options), low: -bound, high: bound });
}

/** LeCun's normal initialiser: N(0, 1 / fanIn); the one for `selu`. Source: see {@link lecunUniform}. */
export function lecunNormal<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options: InitOptions<D> = {},
): Tensor<Mutable<S>, D> {
  return randomNormal(shape, { ...drawOptions(options), standardDeviation: lecunStandardDeviation(shape) });
}
