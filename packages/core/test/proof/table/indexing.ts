import { type AnyTensor, type DType, dtypes, gather, oneHot, type Shape, scatterAdd, take } from '@adjoint/core';
import { indices } from '@adjoint/testing';
import * as fc from 'fast-check';
import { fromFront, nonEmptyShapes, reals, smallShapes, spliced, withAxis } from '../draws.js';
import { arithmetic, kept, withIndices } from '../dtype-rules.js';
import { type Call, type Entry, entry } from '../entry.js';

const sizeAlong = (x: AnyTensor, axis: number): number => x.shape[fromFront(axis, x.shape.length)] as number;

const taken = withAxis(nonEmptyShapes).chain(([x, axis]) =>
  indices({ size: sizeAlong(x, axis), shape: smallShapes({ maxRank: 2, maxElements: 4 }) }).map(
    (index): Call => ({
      inputs: [x, index],
      f: (each: AnyTensor, at: AnyTensor) => take(each, at, axis),
      shapes: [spliced(x.shape, axis, index.shape)],
      dtype: withIndices(1, kept),
    }),
  ),
);

/** Indices for elements along an axis; along the others there may be fewer of them than x has. */
const along = withAxis(nonEmptyShapes).chain(([x, axis]) => {
  const place = fromFront(axis, x.shape.length);
  const sizes = x.shape.map((size, each) => fc.integer({ min: 1, max: each === place ? 3 : size }));
  const shape = fc.tuple(...sizes) as fc.Arbitrary<Shape>;
  return indices({ size: sizeAlong(x, axis), shape }).map((index) => ({ x, axis, index }));
});

const gathered = along.map(
  ({ x, axis, index }): Call => ({
    inputs: [x, index],
    f: (each: AnyTensor, at: AnyTensor) => gather(each, at, axis),
    shapes: [index.shape],
    dtype: withIndices(1, kept),
  }),
);

const scattered = along.chain(({ x, axis, index }) =>
  reals(index.shape).map(
    (source): Call => ({
      inputs: [x, index, source],
      f: (each: AnyTensor, at: AnyTensor, added: AnyTensor) => scatterAdd(each, at, added, axis),
      shapes: [x.shape],
      dtype: withIndices(1, arithmetic),
    }),
  ),
);

const encoded = fc
  .tuple(
    fc
      .integer({ min: 1, max: 4 })
      .chain((depth) =>
        indices({ size: depth, shape: smallShapes({ maxRank: 2 }) }).map((index) => [index, depth] as const),
      ),
    fc.constantFrom(undefined, ...dtypes),
  )
  .map(([[index, depth], dtype]): Call => {
    const encode = oneHot as (index: AnyTensor, depth: number, dtype?: DType) => AnyTensor;
    return {
      inputs: [index],
      f: (at: AnyTensor) => encode(at, depth, dtype),
      shapes: [[...index.shape, depth]],
      dtype: ([given]) => (given === 'int32' || given === 'uint8' ? (dtype ?? 'float32') : 'refused'),
    };
  });

export const indexing: readonly Entry[] = [
  entry(take, taken),
  entry(gather, gathered),
  entry(scatterAdd, scattered),
  entry(oneHot, encoded, { order: 0 }),
];
