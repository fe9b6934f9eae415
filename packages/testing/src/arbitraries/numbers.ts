import fc from 'fast-check';

/** A closed interval. */
export type NumberRange = readonly [low: number, high: number];

/** Numbers are multiples of 2 to the power −16: binary fractions, which every float dtype holds exactly. */
const finest = 16;

/**
 * Numbers of a range, [−2, 2] unless said otherwise. They are binary fractions, exact in float32, and shrink towards
 * integers near 0.
 *
 * @throws RangeError where the range is empty
 */
export function numbers(range: NumberRange = [-2, 2]): fc.Arbitrary<number> {
  const [low, high] = range;
  const [min, max] = multiplesIn(range);
  if (!(min <= max)) {
    throw new RangeError(`numbers: the range ${low} to ${high} holds no multiple of 1/${2 ** finest}; widen it`);
  }
  // The number of binary places comes first, so that shrinking rounds before it looks for smaller numbers.
  return fc.tuple(fc.nat({ max: finest }), fc.integer({ min, max })).map(([places, multiple]) => {
    const value = multiple / 2 ** finest;
    const rounded = Math.round(value * 2 ** places) / 2 ** places;
    // The sum turns −0 into 0.
    return (rounded < low || rounded > high ? value : rounded) + 0;
  });
}

/** The first and the last multiple in a range; there is none where the first is larger. */
function multiplesIn([low, high]: NumberRange): NumberRange {
  return [Math.ceil(low * 2 ** finest), Math.floor(high * 2 ** finest)];
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
    .filter((interval) => multiplesIn(interval)[0] <= multiplesIn(interval)[1])
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
