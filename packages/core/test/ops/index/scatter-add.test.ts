import { type AnyTensor, fromArray, grad, ones, type Shape, scatterAdd, sizeOf, tensor, zeros } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectBatched, normal, reader, weighted } from '../approximate.js';
import { indicesOf } from '../by-index.js';

function indices(shape: Shape, size: number, seed = 3): AnyTensor {
  return fromArray(
    Int32Array.from({ length: sizeOf(shape) }, (_, i) => (i * 7 + seed) % size),
    shape,
  );
}

const axisSize = fc.record({ size: fc.integer({ min: 1, max: 4 }), picked: fc.integer({ min: 0, max: 5 }) });

describe('scatterAdd', () => {
  it('adds each element of the source at its index; the indices may be shorter along other axes', () => {
    fc.assert(
      fc.property(fc.array(axisSize, { minLength: 1, maxLength: 3 }), fc.nat(2), (sizes, which) => {
        const axis = which % sizes.length;
        const shape = sizes.map(({ size }) => size);
        const picked = sizes.map(({ size, picked: count }, at) => (at === axis ? count : Math.min(size, count)));
        const [x, source] = [normal(shape, 1), normal(picked, 2)];
        const index = indices(picked, shape[axis] as number);
        const expected = new Map(indicesOf(shape).map((position) => [`${position}`, reader(x)(...position)]));
        const [read, at] = [reader(source), reader(index)];
        for (const position of indicesOf(picked)) {
          const target = `${position.map((each, place) => (place === axis ? at(...position) : each))}`;
          expected.set(target, (expected.get(target) as number) + read(...position));
        }
        const result = scatterAdd(x, index, source, axis);
        expect(result.shape).toEqual(shape);
        const data = result.dataSync();
        [...expected.values()].forEach((value, i) => {
          expect(data[i]).toBeCloseTo(value, 10);
        });
      }),
    );
  });

  it('promotes dtypes, takes uint8 indices, and adds up in float64', () => {
    const x = tensor([1, 2], 'int32').scatterAdd(tensor([1, 1], 'uint8'), ones([2], 'float64'), 0);
    expect([x.dtype, x.toArray()]).toEqual(['float64', [1, 4]]);
    const source = tensor([2 ** 25, 1, -(2 ** 25)]);
    expect(
      zeros([1])
        .scatterAdd(zeros([3], 'int32'), source, 0)
        .toArray(),
    ).toEqual([1]);
  });

  it.each([
    [[4], [6], 0],
    [[3, 4], [3, 2], 1],
    [[3, 4], [5, 2], 0],
    [[3, 2], [0, 2], 0],
  ] as [Shape, Shape, number][])(
    'has right gradients of two orders for %j at %j along axis %i',
    (shape, picked, axis) => {
      const index = indices(picked, 3);
      checkGradients((x, source) => x.scatterAdd(index, source, axis).square(), [normal(shape, 1), normal(picked, 2)], {
        order: 2,
      });
    },
  );

  it.each([
    [true, true, true],
    [true, false, false],
    [false, true, false],
    [false, false, true],
    [false, true, true],
  ])('equals a loop when batched %s, %s, %s, and so do its gradients', (...batched) => {
    const shapeOf = (input: number, shape: Shape): Shape => (batched[input] ? [5, ...shape] : shape);
    const inputs = [
      normal(shapeOf(0, [3, 2]), 1),
      indices(shapeOf(1, [4, 1]), 3),
      normal(shapeOf(2, [4, 1]), 2),
    ] as const;
    const f = (x: AnyTensor, at: AnyTensor, source: AnyTensor): AnyTensor => x.scatterAdd(at, source, 0).square();
    expectBatched(f, inputs, batched);
    expectBatched((x, at, source) => grad((each: AnyTensor) => weighted(f(x, at, each)))(source), inputs, batched);
  });

  it('refuses what does not fit', () => {
    const x: AnyTensor = zeros([2, 3]);
    const index: AnyTensor = tensor([[0], [5]], 'int32');
    expect(() => scatterAdd(x, index, ones([2, 1]), 1)).toThrow(
      'scatterAdd: index 5 at position [1, 0] is out of range; indices go from 0 to 2',
    );
    expect(() => scatterAdd(x, index.add(1), ones([2, 1]), 1).dataSync()).toThrow(
      'scatterAdd: index 6 at position [1, 0] is out of range',
    );
    expect(() => scatterAdd(x, zeros([2, 1], 'int32') as AnyTensor, ones([2, 2]), 1)).toThrow(
      'scatterAdd: a source of shape [2, 2] does not fit indices of shape [2, 1]; there must be one index for each',
    );
    expect(() => scatterAdd(x, zeros([3], 'int32') as AnyTensor, ones([3]), 1)).toThrow(
      'scatterAdd: indices of shape [3]',
    );
    expect(() => scatterAdd(x, ones([2, 1]) as AnyTensor, ones([2, 1]), 1)).toThrow("indices.cast('int32')");
    const bytes = ones([2, 3], 'uint8') as AnyTensor;
    expect(() => scatterAdd(bytes, zeros([2, 1], 'int32') as AnyTensor, ones([2, 1], 'uint8'), 1)).toThrow('got uint8');
  });
});
