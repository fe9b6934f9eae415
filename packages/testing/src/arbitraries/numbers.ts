import * as fc from 'fast-check';

/** A closed interval. */
export type NumberRange = readonly [low: number, high: number];

/** The fractions are multiples of this: dyadic, so that every dtype holds them exactly. */
const resolution = 2 ** 16;

/**
 * Numbers of a range, [−2, 2] unless said otherwise. They are binary fractions, exact in float32, and shrink towards
 * integers near 0.
 *
 * @throws RangeError where the range is empty
 */
export function numbers(range: NumberRange = [-2, 2]): fc.Arbitrary<number> {
  const [low, high] = range;
  const fine = multiples(low, high, resolution);
  if (fine === undefined) {
    throw new RangeError(`numbers: the range ${low} to ${high} holds no multiple of 1/${resolution}; widen it`);
  }
  const whole = multiples(low, high, 1);
  if (whole === undefined) return fine;
  return fc.oneof({ withCrossShrink: true }, { arbitrary: whole, weight: 1 }, { arbitrary: fine, weight: 7 });
}

function multiples(low: number, high: number, steps: number): fc.Arbitrary<number> | undefined {
  const min = Math.ceil(low * steps);
  const max = Math.floor(high * steps);
  // The sum turns −0 into 0.
  return min <= max ? fc.integer({ min, max }).map((step) => step / steps + 0) : undefined;
}

/**
 * Numbers at least `margin` away from every kink: points where a function has no derivative, or where it jumps.
 *
 * @example
 * tensors({ values: awayFromKinks([0]) }); // for relu and abs
 * tensors({ values: awayFromKinks([-1, 0, 1], 0.1, [-3, 3]) });
 *
 * @throws RangeError where nothing is left of the range
 */
export function awayFromKinks(
  kinks: readonly number[],
  margin = 0.125,
  range: NumberRange = [-2, 2],
): fc.Arbitrary<number> {
  const [low, high] = range;
  const sorted = [...kinks].sort((a, b) => a - b);
  const starts = [low, ...sorted.map((kink) => kink + margin)];
  const ends = [...sorted.map((kink) => kink - margin), high];
  const intervals = starts
    .map((start, index): NumberRange => [Math.max(start, low), Math.min(ends[index] as number, high)])
    .filter(([start, end]) => multiples(start, end, resolution) !== undefined)
    .sort((a, b) => distanceToZero(a) - distanceToZero(b) || b[1] - a[1]);
  if (intervals.length === 0) {
    throw new RangeError(
      `awayFromKinks: no number from ${low} to ${high} is ${margin} away from ${kinks.join(', ')}; ` +
        'widen the range or lower the margin',
    );
  }
  return fc.oneof({ withCrossShrink: true }, ...intervals.map((interval) => numbers(interval)));
}

function distanceToZero([low, high]: NumberRange): number {
  return low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high));
}
