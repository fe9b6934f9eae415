import type { Shape } from '../../graph/shape.js';

/** How many elements of a tensor of the shape a reduction over the axes joins into one. */
export function countReduced(shape: Shape, axes: readonly number[]): number {
  return axes.reduce((count, axis) => count * (shape[axis] as number), 1);
}
