import { type AnyTensor, arange, fromArray, grad, ones, type Shape, sizeOf, take, tensor, zeros } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectBatched, expectCloseElements, normal, reader, weighted } from '../approximate.js';

/** Indices that repeat and jump about. */
function indices(shape: Shape, size: number, seed = 3): AnyTensor {
  return fromArray(
    Int32Array.from({ length: sizeOf(shape) }, (_, i) => (i * 7 + seed) % size),
    shape,
  );
}

const shapes = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 });

describe('take', () => {
  it('replaces the axis by the rows that the indices name', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 4 }), shapes, shapes, (before, size, after, picked) => {
        const x = normal([...before, size, ...after]);
        const index = indices(picked, size);
        const [read, at] = [reader(x), reader(index)];
        expectCloseElements(take(x, index, before.length), [...before, ...picked, ...after], (...position) => {
          const [front, middle] = [before.length, before.length + picked.length];
          return read(...position.slice(0, front), at(...position.slice(front, middle)), ...position.slice(middle));
        });
      }),
    );
  });

  it('takes from axis 0 unless told otherwise, from the end for a negative axis, and any dtype', () => {
    const words = tensor(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      'uint8',
    );
    expect(words.take(tensor([2, 0], 'int32')).toArray()).toEqual([
      [5, 6],
      [1, 2],
    ]);
    expect(words.take(tensor([1], 'uint8'), -1).toArray()).toEqual([[2], [4], [6]]);
    expect(words.take(tensor(1, 'int32')).toArray()).toEqual([3, 4]);
    expect(
      tensor([true, false])
        .take(tensor([1, 1, 0], 'int32'))
        .toArray(),
    ).toEqual([false, false, true]);
  });

  it('has no rows to take from an empty axis', () => {
    expect(take(zeros([0, 2]), zeros([0], 'int32')).shape).toEqual([0, 2]);
    expect(() => take(zeros([0, 2]), tensor([0], 'int32'))).toThrow(
      'take: index 0 at position [0] is out of range; the axis is empty, so no index is legal',
    );
  });

  it.each([
    [[4], [3], 0],
    [[4, 2], [3], 0],
    [[2, 4], [2, 3], 1],
    [[2, 4, 2], [], 1],
    [[2, 4], [0], 1],
  ] as [Shape, Shape, number][])(
    'has right gradients of two orders for %j at %j along axis %i',
    (shape, picked, axis) => {
      const index = indices(picked, 4);
      checkGradients((x) => x.take(index, axis).square(), [normal(shape)], { order: 2 });
    },
  );

  it('adds up the gradients of repeated rows', () => {
    const gradient = grad((x: AnyTensor) => weighted(x.take(tensor([1, 1, 1], 'int32'))))(zeros([2], 'float64'));
    expectCloseElements(gradient, [2], (i) =>
      i === 0
        ? 0
        : normal([3], 99)
            .dataSync()
            .reduce((a, b) => a + b, 0),
    );
  });

  describe.each([
    [true, true],
    [true, false],
    [false, true],
  ])('batched %s, %s', (xBatched, indexBatched) => {
    it.each([
      [[3], [2], 0],
      [[3], [], 0],
      [[3, 2], [2, 2], 0],
      [[2, 3], [4], 1],
      [[2, 3, 2], [2, 2], -2],
      [[2, 3], [0], 1],
    ] as [Shape, Shape, number][])(
      'equals a loop for %j at %j along axis %i, twice differentiated too',
      (shape, picked, axis) => {
        const x = normal(xBatched ? [4, ...shape] : shape);
        const index = indices(indexBatched ? [4, ...picked] : picked, 3);
        const f = (each: AnyTensor, at: AnyTensor): AnyTensor => each.take(at, axis);
        const gradient = (each: AnyTensor, at: AnyTensor): AnyTensor =>
          grad((inner: AnyTensor) => weighted(f(inner, at).mul(inner.sum())))(each);
        const second = (each: AnyTensor, at: AnyTensor): AnyTensor =>
          grad((inner: AnyTensor) => weighted(gradient(inner, at)))(each);
        expectBatched(f, [x, index], [xBatched, indexBatched]);
        expectBatched(gradient, [x, index], [xBatched, indexBatched]);
        expectBatched(second, [x, index], [xBatched, indexBatched]);
      },
    );
  });

  it('does not take rows of another example for an index out of range', () => {
    const computed = arange(4).reshape([2, 2]).add(0);
    expect(() => expectBatched((x, at) => x.take(at), [normal([2, 3]), computed])).toThrow('is out of range');
  });

  it('refuses indices out of range: known ones at the call, computed ones on evaluation', () => {
    const x: AnyTensor = zeros([3, 2]);
    expect(() =>
      take(
        x,
        tensor(
          [
            [0, 1],
            [2, 3],
          ],
          'int32',
        ),
      ),
    ).toThrow('take: index 3 at position [1, 1] is out of range; indices go from 0 to 2');
    expect(() => take(x, tensor(-1, 'int32'))).toThrow('take: index -1 is out of range; indices go from 0 to 2');
    expect(() => take(x, tensor([255], 'uint8'))).toThrow('take: index 255 at position [0]');
    const lazy = take(x, tensor([0, 1], 'int32').add(2));
    expect(() => lazy.dataSync()).toThrow('take: index 3 at position [1] is out of range; indices go from 0 to 2');
  });

  it('refuses float indices and axes that do not exist', () => {
    const x: AnyTensor = zeros([3]);
    expect(() => take(x, ones([2]) as AnyTensor)).toThrow(
      "take: indices must be int32 or uint8, got float32 [2]; convert them first: indices.cast('int32')",
    );
    expect(() => take(x, tensor([true]) as AnyTensor)).toThrow(TypeError);
    expect(() => take(x, tensor([0], 'int32'), 1)).toThrow('take: there is no axis 1');
  });
});
