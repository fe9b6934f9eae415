import { resolve } from '../../graph/node.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { sliceForward } from './slice.js';

/** The `size` elements from `start` on along one axis, all of the others. They must be there. */
export function narrow(x: AnyTensor, axis: number, start: number, size: number): AnyTensor {
  const starts = x.shape.map((_, each) => (each === axis ? start : 0));
  const sizes = x.shape.map((whole, each) => (each === axis ? size : whole));
  return sliceForward(resolve(x), { starts, sizes, steps: x.shape.map(() => 1) });
}
