import { type Shape, showShape } from '../../graph/shape.js';
import type { Range } from '../../types/index.js';

/** A range over an axis of known size: `size` elements from `start` on, every `step`-th. */
export interface ResolvedRange {
  readonly start: number;
  readonly size: number;
  /** At least 1. */
  readonly step: number;
  /** To be read from the last element to the first. */
  readonly reversed: boolean;
  /** The range was an integer: the axis disappears. */
  readonly dropped: boolean;
}

/** Works a range out for an axis of the size, by Python's rules for slices. */
export function resolveRange(range: Range, size: number, axis: number, shape: Shape): ResolvedRange {
  if (range === null) return { start: 0, size, step: 1, reversed: false, dropped: false };
  if (typeof range === 'number') return resolveIndex(range, size, axis, shape);
  checkRange(range, axis);
  const [start, stop, step = 1] = range;
  if (step > 0) {
    const from = clip(start ?? 0, size, 0, size);
    const to = clip(stop ?? size, size, 0, size);
    const taken = Math.max(0, Math.ceil((to - from) / step));
    return { start: from, size: taken, step, reversed: false, dropped: false };
  }
  // Going backwards, the position before the first element is legal as an end, the one behind the last is not.
  const from = start === null ? size - 1 : clip(start, size, -1, size - 1);
  const to = stop === null ? -1 : clip(stop, size, -1, size - 1);
  const taken = Math.max(0, Math.ceil((from - to) / -step));
  const lowest = taken === 0 ? 0 : from + (taken - 1) * step;
  return { start: lowest, size: taken, step: -step, reversed: true, dropped: false };
}

function resolveIndex(index: number, size: number, axis: number, shape: Shape): ResolvedRange {
  if (!Number.isInteger(index) || index < -size || index >= size) {
    const legal = size === 0 ? 'the axis has no elements' : `use an integer from ${-size} to ${size - 1}`;
    throw new RangeError(`slice: there is no element ${index} along axis ${axis} of ${showShape(shape)}; ${legal}`);
  }
  return { start: index < 0 ? index + size : index, size: 1, step: 1, reversed: false, dropped: true };
}

/** Counts a negative position from the end, then clips it. */
function clip(position: number, size: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, position < 0 ? position + size : position));
}

function checkRange(range: Exclude<Range, null | number>, axis: number): void {
  const isPosition = (value: unknown): boolean => value === null || Number.isInteger(value);
  const legal =
    Array.isArray(range) &&
    (range.length === 2 || range.length === 3) &&
    isPosition(range[0]) &&
    isPosition(range[1]) &&
    (range.length === 2 || Number.isInteger(range[2]));
  if (!legal) {
    throw new TypeError(
      `slice: ${JSON.stringify(range)} is no range (axis ${axis}); ` +
        'use null, an integer, [start, stop] or [start, stop, step] with integers (start and stop may be null)',
    );
  }
  if (range[2] === 0) {
    throw new RangeError(
      `slice: the step along axis ${axis} is 0; use a positive one, or a negative one to go backwards`,
    );
  }
}
