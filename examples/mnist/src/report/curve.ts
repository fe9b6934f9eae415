export interface CurvePoint {
  /** When, in epochs; a fraction within an epoch. */
  readonly epoch: number;
  readonly value: number;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly CurvePoint[];
}

/** Whether a point has a place on the chart. */
export function isDrawable(point: CurvePoint): boolean {
  return Number.isFinite(point.value) && Number.isFinite(point.epoch);
}

/** The first and the last epoch of an axis that holds all `points`; one epoch long if they do not say. */
export function epochRange(points: Iterable<CurvePoint>): [number, number] {
  let [first, last] = [Infinity, -Infinity];
  for (const point of points) {
    if (!isDrawable(point)) continue;
    first = Math.min(first, Math.floor(point.epoch));
    last = Math.max(last, point.epoch);
  }
  if (first > last) return [0, 1];
  return first < last ? [first, last] : [last - 1, last];
}
