import { type AnyTensor, type Range, type Shape, slice } from '@adjoint/core';
import * as fc from 'fast-check';
import { nonEmptyShapes, reals } from '../draws.js';
import { kept } from '../dtype-rules.js';
import type { Call } from '../entry.js';

const cut = slice as (x: AnyTensor, ...ranges: readonly Range[]) => AnyTensor;

/** What to take of an axis: everything, one element, or a range with a step of either sign that may reach too far. */
function rangeOf(size: number): fc.Arbitrary<Range> {
  const position = fc.option(fc.integer({ min: -size - 1, max: size + 1 }), { nil: null });
  const ranges = fc
    .tuple(position, position, fc.constantFrom(1, 2, 3, -1, -2))
    .map(([start, stop, step]): Range => (step === 1 ? [start, stop] : [start, stop, step]));
  return fc.oneof(fc.constant(null), fc.integer({ min: -size, max: size - 1 }), ranges);
}

/** How many elements Python's slice takes, found by walking; undefined where the axis disappears. */
function sizeTaken(range: Range, size: number): number | undefined {
  if (range === null) return size;
  if (typeof range === 'number') return undefined;
  const [start, stop, step = 1] = range;
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const place = (given: number | null, natural: number): number =>
    given === null ? natural : Math.max(low, Math.min(high, given < 0 ? given + size : given));
  const end = place(stop, step > 0 ? size : -1);
  let count = 0;
  for (let at = place(start, step > 0 ? 0 : size - 1); step > 0 ? at < end : at > end; at += step) count++;
  return count;
}

/** Slices of any kind; some take nothing. */
export const slices: fc.Arbitrary<Call> = reals(nonEmptyShapes())
  .chain((x) => fc.tuple(fc.constant(x), fc.tuple(...x.shape.map(rangeOf)), fc.nat({ max: 3 })))
  .map(([x, all, given]): Call => {
    // Axes at the end may be left out.
    const ranges = all.slice(0, given);
    const shape: Shape = x.shape.flatMap((size, axis) => sizeTaken(ranges[axis] ?? null, size) ?? []);
    return { inputs: [x], f: (each) => cut(each, ...ranges), shapes: [shape], dtype: kept };
  });
