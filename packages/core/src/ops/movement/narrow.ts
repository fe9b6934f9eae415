import type { AnyTensor } from '../../graph/tensor.js';

/** The `size` elements from `start` on along one axis, all of the others. */
export function narrow(x: AnyTensor, axis: number, start: number, size: number): AnyTensor {
  return x.slice(...new Array<null>(axis).fill(null), [start, start + size]);
}
