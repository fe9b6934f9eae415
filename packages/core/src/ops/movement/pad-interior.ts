import { createNode } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import type { AnyTensor } from '../../graph/tensor.js';

/** What a tensor is padded with, axis by axis. */
export interface PadAttributes {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** How many fillers come between two neighbours. */
  readonly interior: readonly number[];
  readonly value: number;
}

const padOp: Op<PadAttributes> = freezeOp({
  name: 'pad',
  traits: { movement: true },
  shape: ([x], { before, after, interior }) =>
    (x as AnyTensor).shape.map((size, axis) => {
      const spread = size === 0 ? 0 : size + (size - 1) * (interior[axis] as number);
      return (before[axis] as number) + spread + (after[axis] as number);
    }),
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp({ cotangent, inputs, attributes: { before, interior } }) {
    const { shape } = inputs[0] as AnyTensor;
    return cotangent.slice(
      ...shape.map((size, axis) => {
        const start = before[axis] as number;
        const step = (interior[axis] as number) + 1;
        return [start, size === 0 ? start : start + (size - 1) * step + 1, step] as const;
      }),
    );
  },
  batch: (inputs, _, { before, after, interior, value }) =>
    createNode(padOp, inputs, { before: [0, ...before], after: [0, ...after], interior: [0, ...interior], value }),
  lower: (_, { before, interior, value }) => ({ kind: 'pad', before, interior, value }),
});

/** Pads with a constant, also between neighbours: the transpose of a slice with steps. Nothing is checked. */
export function padInterior(x: AnyTensor, attributes: PadAttributes): AnyTensor {
  return createNode(padOp, [x], attributes);
}
