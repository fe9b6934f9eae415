import { type FloatDType, type Mutable, randomNormal, randomUniform, type Shape, type Tensor } from '@adjoint/core';
import { fans, inverseRoot } from './fans.js';
import { gain, type Nonlinearity } from './gain.js';
import { drawOptions, type InitOptions } from './options.js';

/** What decides the scale of He's initialisers. */
export interface HeScale {
  /** `'fanIn'` (the default) keeps the variance of signals, `'fanOut'` that of gradients. */
  readonly mode?: 'fanIn' | 'fanOut';
  /** What follows the layer; relu unless given. */
  readonly nonlinearity?: Nonlinearity;
  /** The slope of leakyRelu; 0.01 unless given. */
  readonly slope?: number;
}

/** How He's initialisers draw. */
export interface HeOptions<D extends FloatDType = FloatDType> extends InitOptions<D>, HeScale {}

/** He's standard deviation: gain / √fan. */
export function heStandardDeviation(
  shape: Shape,
  { mode = 'fanIn', nonlinearity = 'relu', slope }: HeScale = {},
): number {
  if (mode !== 'fanIn' && mode !== 'fanOut') {
    throw new TypeError(`heStandardDeviation: the mode is 'fanIn' or 'fanOut', got '${String(mode)}'`);
  }
  return gain(nonlinearity, slope) * inverseRoot(fans(shape)[mode]);
}

/**
 * He's (Kaiming's) uniform initialiser for a weight (out, in, kernel…): U(−a, a), a = gain · √(3 / fan). It keeps the
 * variance through layers with rectifiers.
 *
 * Source: K. He et al., "Delving deep into rectifiers", ICCV 2015.
 */
export function heUniform<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options: HeOptions<D> = {},
): Tensor<Mutable<S>, D> {
  const bound = Math.sqrt(3) * heStandardDeviation(shape, options);
  return randomUniform(shape, { ...drawOptions(options), low: -bound, high: bound });
}

/** He's normal initialiser: N(0, σ²), σ = gain / √fan. Source: see {@link heUniform}. */
export function heNormal<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options: HeOptions<D> = {},
): Tensor<Mutable<S>, D> {
  return randomNormal(shape, { ...drawOptions(options), standardDeviation: heStandardDeviation(shape, options) });
}
