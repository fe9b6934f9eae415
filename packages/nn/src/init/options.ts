import type { FloatDType, Generator, Shape, Tensor } from '@adjoint/core';

/** What every random initialiser takes. */
export interface InitOptions<D extends FloatDType = FloatDType> {
  /** float32 unless given. */
  readonly dtype?: D;
  /** Where the randomness comes from; the default generator (see `seed`) unless given. */
  readonly generator?: Generator;
}

/** A function that makes the initial value of a parameter: what layers take as `weightInit` and `biasInit`. */
export type Initialiser = (shape: Shape, options?: InitOptions) => Tensor;

/** The options that are given, without the ones that are not. */
export function drawOptions<D extends FloatDType>({ dtype, generator }: InitOptions<D>): InitOptions<D> {
  return { ...(dtype === undefined ? {} : { dtype }), ...(generator === undefined ? {} : { generator }) };
}
