import { type FloatDType, type Mutable, randomNormal, randomUniform, type Shape, type Tensor } from '@adjoint/core';
import { fans, inverseRoot } from './fans.js';
import { drawOptions, type InitOptions } from './options.js';

/** How Glorot's initialisers draw. */
export interface GlorotOptions<D extends FloatDType = FloatDType> extends InitOptions<D> {
  /** A factor on the standard deviation, see `gain`; 1 unless given. */
  readonly gain?: number;
}

/** Glorot's standard deviation: gain · √(2 / (fanIn + fanOut)). */
export function glorotStandardDeviation(shape: Shape, gain = 1): number {
  const { fanIn, fanOut } = fans(shape);
  return gain * Math.SQRT2 * inverseRoot(fanIn + fanOut);
}

/**
 * Glorot's (Xavier's) uniform initialiser for a weight (out, in, kernel…): U(−a, a), a = gain · √(6 / (fanIn + fanOut)).
 * It keeps the variance of signals and of gradients about equal through layers with saturating activations.
 *
 * Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS
 * 2010.
 */
export function glorotUniform<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options: GlorotOptions<D> = {},
): Tensor<Mutable<S>, D> {
  const bound = Math.sqrt(3) * glorotStandardDeviation(shape, options.gain);
  return randomUniform(shape, { ...drawOptions(options), low: -bound, high: bound });
}

/** Glorot's normal initialiser: N(0, σ²), σ = gain · √(2 / (fanIn + fanOut)). Source: see {@link glorotUniform}. */
export function glorotNormal<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options: GlorotOptions<D> = {},
): Tensor<Mutable<S>, D> {
  const standardDeviation = glorotStandardDeviation(shape, options.gain);
  return randomNormal(shape, { ...drawOptions(options), standardDeviation });
}
