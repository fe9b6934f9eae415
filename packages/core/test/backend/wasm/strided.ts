import fc from 'fast-check';
import { type Shape, stridesOf } from '../../../src/graph/shape.js';

/** Strides over the axes of a shape, the position of the first element, and how many elements lie under them. */
export interface Strided {
  readonly strides: readonly number[];
  readonly start: number;
  readonly length: number;
}

/**
 * Ways to read elements under a shape: in order, permuted, broadcast, reversed, with steps, and along diagonals; all of
 * these mixed.
 */
export function stridedReads(shape: Shape): fc.Arbitrary<Strided> {
  const contiguous = stridesOf(shape);
  const perAxis = shape.map((_, axis) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(contiguous[axis] as number) },
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(...contiguous) },
      { weight: 1, arbitrary: fc.constant(-(contiguous[axis] as number)) },
      { weight: 1, arbitrary: fc.integer({ min: -3, max: 9 }) },
    ),
  );
  return fc
    .record({ strides: fc.tuple(...perAxis), before: fc.nat(5), after: fc.nat(3) })
    .map(({ strides, before, after }) => {
      let [low, high] = [0, 0];
      strides.forEach((stride, axis) => {
        const reach = stride * Math.max(0, (shape[axis] as number) - 1);
        low += Math.min(0, reach);
        high += Math.max(0, reach);
      });
      return { strides, start: before - low, length: before + high - low + 1 + after };
    });
}
