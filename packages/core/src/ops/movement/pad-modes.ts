import { showShape } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import type { Pads } from '../../types/index.js';
import { concat } from './concat.js';
import { narrow } from './narrow.js';

/** The ways to pad with a tensor's own elements. */
export const edgeModes = ['reflect', 'replicate', 'circular'] as const;

export type EdgeMode = (typeof edgeModes)[number];

/** How each mode makes `count` elements at an end of an axis of `size`, and how long the axis must be for it. */
const modes: {
  readonly [Mode in EdgeMode]: {
    readonly needs: (count: number) => number;
    readonly before: (x: AnyTensor, axis: number, count: number, size: number) => AnyTensor;
    readonly after: (x: AnyTensor, axis: number, count: number, size: number) => AnyTensor;
  };
} = {
  reflect: {
    needs: (count) => count + 1,
    before: (x, axis, count) => narrow(x, axis, 1, count).flip(axis),
    after: (x, axis, count, size) => narrow(x, axis, size - 1 - count, count).flip(axis),
  },
  replicate: {
    needs: () => 1,
    before: (x, axis, count) => repeatSlice(x, axis, 0, count),
    after: (x, axis, count, size) => repeatSlice(x, axis, size - 1, count),
  },
  circular: {
    needs: (count) => count,
    before: (x, axis, count, size) => narrow(x, axis, size - count, count),
    after: (x, axis, count) => narrow(x, axis, 0, count),
  },
};

function repeatSlice(x: AnyTensor, axis: number, position: number, count: number): AnyTensor {
  return narrow(x, axis, position, 1).expand(x.shape.map((size, each) => (each === axis ? count : size)));
}

/** Pads axis by axis with the tensor's own elements, so that corners follow from the axes before. */
export function padFromEdges(x: AnyTensor, pads: Pads, mode: EdgeMode): AnyTensor {
  const { needs, before, after } = modes[mode];
  let padded = x;
  pads.forEach(([left, right], axis) => {
    const size = x.shape[axis] as number;
    for (const count of [left, right]) {
      if (count > 0 && size < needs(count)) {
        throw new RangeError(
          `pad: mode '${mode}' cannot make ${count} elements from axis ${axis} of ${showShape(x.shape)}; ` +
            `the axis needs at least ${needs(count)}`,
        );
      }
    }
    const pieces = [padded];
    if (left > 0) pieces.unshift(before(padded, axis, left, size));
    if (right > 0) pieces.push(after(padded, axis, right, size));
    padded = concat(pieces, axis);
  });
  return padded;
}
