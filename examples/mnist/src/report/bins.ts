import type { CurvePoint } from './curve.js';

/** The values of a stretch of neighbouring points. */
export interface Bin {
  /** The middle of the stretch. */
  readonly epoch: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Joins neighbouring points, in their order, into at most `most` bins of equally many (the last may have fewer). */
export function binned(points: readonly CurvePoint[], most: number): Bin[] {
  const size = Math.max(1, Math.ceil(points.length / most));
  const bins: Bin[] = [];
  for (let start = 0; start < points.length; start += size) {
    const members = points.slice(start, start + size);
    const values = members.map((point) => point.value);
    const average = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    bins.push({
      epoch: average(members.map((point) => point.epoch)),
      mean: average(values),
      low: Math.min(...values),
      high: Math.max(...values),
    });
  }
  return bins;
}
