import type { HostArray } from './dtype.js';
import { type Shape, showShape, stridesOf } from './shape.js';

/**
 * Refuses an index tensor with a value outside [0, size).
 *
 * @param data the index tensor's elements
 * @param shape the index tensor's shape
 * @throws RangeError that names the first such value, its position and the legal range
 */
export function checkIndices(op: string, data: HostArray, shape: Shape, size: number): void {
  for (let i = 0; i < data.length; i++) {
    const index = data[i] as number;
    if (index >= 0 && index < size) continue;
    const legal = size === 0 ? 'the axis is empty, so no index is legal' : `indices go from 0 to ${size - 1}`;
    const position = shape.length === 0 ? '' : ` at position ${showShape(unravel(i, shape))}`;
    throw new RangeError(`${op}: index ${index}${position} is out of range; ${legal}`);
  }
}

/** The position of the i-th element in row-major order. */
function unravel(i: number, shape: Shape): number[] {
  return stridesOf(shape).map((stride, axis) => Math.floor(i / stride) % (shape[axis] as number));
}
