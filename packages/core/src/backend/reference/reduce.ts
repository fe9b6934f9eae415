import { sizeOf, stridesOf } from '../../graph/shape.js';
import type { Combine } from '../contract.js';
import type { Buffer } from './buffer.js';
import { binaryTable } from './scalar-table.js';

/** How each reduction joins two elements, and what it makes of none. */
const combines: { readonly [Name in Combine]: { identity: number; join: (x: number, y: number) => number } } = {
  sum: { identity: 0, join: binaryTable.add },
  product: { identity: 1, join: binaryTable.multiply },
  minimum: { identity: Number.POSITIVE_INFINITY, join: binaryTable.minimum },
  maximum: { identity: Number.NEGATIVE_INFINITY, join: binaryTable.maximum },
  any: { identity: 0, join: binaryTable.or },
  all: { identity: 1, join: binaryTable.and },
};

/** Reduces over axes, which stay as size 1, in float64. */
export function runReduce(combine: Combine, axes: readonly number[], input: Buffer, output: Buffer): void {
  const { identity, join } = (output.dtype === 'int32' ? wrapping[combine] : undefined) ?? combines[combine];
  const accumulated = new Float64Array(output.data.length).fill(identity);
  const outputStrides = stridesOf(output.shape).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  const size = sizeOf(input.shape);
  const rank = input.shape.length;
  const index = new Array<number>(rank).fill(0);
  let position = 0;
  for (let i = 0; i < size; i++) {
    accumulated[position] = join(accumulated[position] as number, input.data[i] as number);
    for (let axis = rank - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      position += outputStrides[axis] as number;
      if (index[axis] !== input.shape[axis]) break;
      position -= (outputStrides[axis] as number) * (input.shape[axis] as number);
      index[axis] = 0;
    }
  }
  output.data.set(accumulated);
}

/** Sums and products of 32-bit integers wrap around, which float64 would not do exactly past 2⁵³. */
const wrapping: { readonly [Name in Combine]?: (typeof combines)[Name] } = {
  sum: { identity: 0, join: (x, y) => (x + y) | 0 },
  product: { identity: 1, join: Math.imul },
};
