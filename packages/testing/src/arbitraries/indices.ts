import type { Shape, Tensor } from '@adjoint/core';
import fc from 'fast-check';
import type { ShapeSource } from './shapes.js';
import { tensors } from './tensors.js';

/** Which index tensors {@link indices} draws. */
export interface IndexConstraints {
  /** The number of things to choose from: indices are from 0 to size − 1. */
  readonly size: number;
  /** One shape, or an arbitrary of shapes; `shapes()` unless said otherwise. */
  readonly shape?: ShapeSource;
}

/**
 * int32 tensors of legal indices, repeated ones among them. They shrink towards 0.
 *
 * @throws RangeError where there is nothing to choose from
 */
export function indices(constraints: IndexConstraints): fc.Arbitrary<Tensor<Shape, 'int32'>> {
  const { size, shape } = constraints;
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`indices: there is no index into ${size} things; give a positive integer`);
  }
  const values = fc.nat({ max: size - 1 });
  return tensors({ ...(shape === undefined ? {} : { shape }), dtype: 'int32', values });
}
