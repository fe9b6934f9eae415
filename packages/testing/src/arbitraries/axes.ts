import type { Shape } from '@adjoint/core';
import fc from 'fast-check';

/**
 * One axis of a shape, counted from the front or, negative, from the back. Shrinks towards the first.
 *
 * @throws RangeError for a scalar, which has none
 */
export function axisOf(shape: Shape): fc.Arbitrary<number> {
  const rank = shape.length;
  if (rank === 0) throw new RangeError('axisOf: a scalar has no axes; draw shapes with { minRank: 1 }');
  return fc.oneof({ withCrossShrink: true }, fc.nat({ max: rank - 1 }), fc.integer({ min: -rank, max: -1 }));
}

/** What reductions take: all axes (undefined), one axis, or several distinct ones in any order. */
export function axesOf(shape: Shape): fc.Arbitrary<number | number[] | undefined> {
  const rank = shape.length;
  const all = fc.constant(undefined);
  const several = fc
    .tuple(
      fc.shuffledSubarray(Array.from({ length: rank }, (_, axis) => axis)),
      fc.array(fc.boolean(), { minLength: rank, maxLength: rank }),
    )
    .map(([axes, fromBack]) => axes.map((axis) => (fromBack[axis] ? axis - rank : axis)));
  return rank === 0 ? fc.oneof(all, several) : fc.oneof({ withCrossShrink: true }, all, axisOf(shape), several);
}
