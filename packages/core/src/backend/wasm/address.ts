/**
 * The values of a recorded launch. Most are plain integers: sizes, strides, counts. What is known only when the
 * recording runs is told apart by its size: `segment · 2³³ + offset`, which leaves room for additions and subtractions
 * within a segment, and is exact in a float64.
 */

const segmentSize = 2 ** 33;

/** What a segment stands for. Operands of a step or a plan have the segments from `operands` on. */
export const segments = { scratch: 1, numbers: 2, constants: 3, operands: 4 } as const;

/** The address of a byte of a segment (or the place of a number in one). */
export function addressIn(segment: number, offset: number): number {
  return segment * segmentSize + offset;
}

/** The segment of a value; 0 is a plain integer. */
export function segmentOf(value: number): number {
  return value < segmentSize ? 0 : Math.floor(value / segmentSize);
}

/** The offset within the segment. */
export function offsetIn(value: number, segment: number): number {
  return value - segment * segmentSize;
}
