/** Where a diagonal lies among the row-major elements of a matrix: every `step`-th from `start`, before `stop`. */
export interface DiagonalPlace {
  readonly length: number;
  readonly start: number;
  readonly step: number;
  readonly stop: number;
}

/** The place of the diagonal `offset` above the main one. */
export function placeDiagonal(rows: number, columns: number, offset: number): DiagonalPlace {
  const length = Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)));
  const step = columns + 1;
  if (length === 0) return { length, start: 0, step, stop: 0 };
  const start = offset >= 0 ? offset : -offset * columns;
  return { length, start, step, stop: start + (length - 1) * step + 1 };
}

/** Refuses an offset that names no diagonal. */
export function checkOffset(op: string, offset: number): void {
  if (!Number.isSafeInteger(offset)) {
    throw new RangeError(
      `${op}: the offset must be an integer, got ${offset}; 0 is the main diagonal, 1 the one above it`,
    );
  }
}
