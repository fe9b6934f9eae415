import { type FloatDType, type Mutable, randomUniform, type Shape, type Tensor } from '@adjoint/core';
import { fans, inverseRoot } from './fans.js';
import { drawOptions, type InitOptions } from './options.js';

/** The bound of the default start of layers: 1 / √fanIn, with the fan in of the weight (out, in, kernel…). */
export function layerDefaultBound(weightShape: Shape): number {
  return inverseRoot(fans(weightShape).fanIn);
}

/** How {@link layerDefault} draws. */
export interface LayerDefaultOptions<D extends FloatDType = FloatDType> extends InitOptions<D> {
  /** The shape of the weight whose fan in counts; the shape itself unless given. A bias needs it. */
  readonly weightShape?: Shape;
}

/**
 * The start that layers give weight and bias unless told otherwise: U(−a, a), a = 1 / √fanIn. It is PyTorch's, so
 * learning rates carry over.
 */
export function layerDefault<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options: LayerDefaultOptions<D> = {},
): Tensor<Mutable<S>, D> {
  const bound = layerDefaultBound(options.weightShape ?? shape);
  return randomUniform(shape, { ...drawOptions(options), low: -bound, high: bound });
}
