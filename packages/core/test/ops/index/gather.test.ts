import { type AnyTensor, fromArray, gather, grad, ones, type Shape, sizeOf, tensor, zeros } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectBatched, expectCloseElements, normal, reader, weighted } from '../approximate.js';

function indices(shape: Shape, size: number, seed = 3): AnyTensor {
  return fromArray(
    Int32Array.from({ length: sizeOf(shape) }, (_, i) => (i * 7 + seed) % size),
    shape,
  );
}

const axisSize = fc.record({ size: fc.integer({ min: 1, max: 4 }), picked: fc.integer({ min: 0, max: 5 }) });

describe('gather', () => {
  it('picks one element for each index; the indices may be shorter along other axes', () => {
    fc.assert(
      fc.property(fc.array(axisSize, { minLength: 1, maxLength: 3 }), fc.nat(2), (sizes, which) => {
        const axis = which % sizes.length;
        const shape = sizes.map(({ size }) => size);
        const picked = sizes.map(({ size, picked: count }, at) => (at === axis ? count : Math.min(size, count)));
        const x = normal(shape);
        const index = indices(picked, shape[axis] as number);
        const [read, at] = [reader(x), reader(index)];
        expectCloseElements(gather(x, index, axis), picked, (...position) =>
          read(...position.map((each, place) => (place === axis ? at(...position) : each))),
        );
      }),
    );
  });

  it('takes any dtype of values, uint8 indices and negative axes', () => {
    const x = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      'uint8',
    );
    const picked = x.gather(tensor([[1], [0]], 'uint8'), -1);
    expect([picked.dtype, picked.toArray()]).toEqual(['uint8', [[2], [3]]]);
  });

  it.each([
    [[4], [6], 0],
    [[3, 4], [3, 2], 1],
    [[3, 4], [5, 2], 0],
    [[2, 3, 2], [1, 3, 2], 1],
    [[3, 2], [0, 2], 0],
  ] as [Shape, Shape, number][])(
    'has right gradients of two orders for %j at %j along axis %i',
    (shape, picked, axis) => {
      checkGradients((x) => x.gather(indices(picked, 3), axis).square(), [normal(shape)], { order: 2 });
    },
  );

  describe.each([
    [true, true],
    [true, false],
    [false, true],
  ])('batched %s, %s', (xBatched, indexBatched) => {
    it.each([
      [[3], [2], 0],
      [[3, 2], [4, 2], 0],
      [[2, 3], [1, 2], -1],
    ] as [Shape, Shape, number][])(
      'equals a loop for %j at %j along axis %i, twice differentiated too',
      (shape, picked, axis) => {
        const x = normal(xBatched ? [4, ...shape] : shape);
        const index = indices(indexBatched ? [4, ...picked] : picked, 3);
        const f = (each: AnyTensor, at: AnyTensor): AnyTensor => each.gather(at, axis);
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

  it('refuses indices out of range: known ones at the call, computed ones on evaluation', () => {
    const x: AnyTensor = zeros([2, 3]);
    expect(() => gather(x, tensor([[0], [3]], 'int32') as AnyTensor, 1)).toThrow(
      'gather: index 3 at position [1, 0] is out of range; indices go from 0 to 2',
    );
    const lazy = gather(x, tensor([[0], [2]], 'int32').add(1) as AnyTensor, 1);
    expect(() => lazy.dataSync()).toThrow('gather: index 3 at position [1, 0] is out of range; indices go from 0 to 2');
  });

  it('refuses shapes that do not fit, and float indices', () => {
    const x: AnyTensor = zeros([2, 3]);
    expect(() => gather(x, tensor([0], 'int32') as AnyTensor, 1)).toThrow(
      'gather: indices of shape [1] do not fit a tensor of shape [2, 3] along axis 1; ' +
        'they need as many axes, and along the others at most its sizes',
    );
    expect(() => gather(x, zeros([3, 1], 'int32') as AnyTensor, 1)).toThrow('indices of shape [3, 1] do not fit');
    expect(() => gather(x, ones([2, 1]) as AnyTensor, 1)).toThrow("convert them first: indices.cast('int32')");
  });
});
