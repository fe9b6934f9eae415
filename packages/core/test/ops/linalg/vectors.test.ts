import { type AnyTensor, dot, grad, ones, outer, tensor, zeros } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectBatched, expectCloseElements, normal, reader, weighted } from '../approximate.js';

const length = fc.integer({ min: 0, max: 6 });

describe('dot', () => {
  it('is the inner product', () => {
    fc.assert(
      fc.property(length, (n) => {
        const [x, y] = [normal([n], 1), normal([n], 2)];
        const [left, right] = [x.dataSync(), y.dataSync()];
        expectCloseElements(dot(x, y), [], () => left.reduce((sum, each, i) => sum + each * (right[i] as number), 0));
      }),
    );
  });

  it('has right gradients, alone and in a batch', () => {
    checkGradients((x, y) => x.dot(y), [normal([4], 1), normal([4], 2)], { order: 2 });
    expectBatched((x, y) => x.dot(y), [normal([3, 4], 1), normal([3, 4], 2)]);
    expectBatched(
      (x, y) => grad((each: AnyTensor) => each.dot(y))(x),
      [normal([3, 4], 1), normal([4], 2)],
      [true, false],
    );
  });

  it('promotes dtypes', () => {
    const product = dot(tensor([1, 2], 'int32'), ones([2], 'float64'));
    expect([product.dtype, product.item()]).toEqual(['float64', 3]);
  });

  it('refuses what are no vectors of one length', () => {
    const [matrix, vector]: AnyTensor[] = [zeros([2, 3]), zeros([3])];
    expect(() => dot(matrix as AnyTensor, vector as AnyTensor)).toThrow(
      'dot: cannot dot [2, 3] with [3]: both need exactly one axis',
    );
    expect(() => dot(vector as AnyTensor, zeros([2]) as AnyTensor)).toThrow(
      'dot: cannot dot [3] with [2]: both need the same length',
    );
  });
});

describe('outer', () => {
  it('multiplies each with each', () => {
    fc.assert(
      fc.property(length, length, (m, n) => {
        const [x, y] = [normal([m], 1), normal([n], 2)];
        const [left, right] = [reader(x), reader(y)];
        expectCloseElements(outer(x, y), [m, n], (i, j) => left(i as number) * right(j as number));
      }),
    );
  });

  it('has right gradients, alone and in a batch', () => {
    checkGradients((x, y) => x.outer(y), [normal([3], 1), normal([2], 2)], { order: 2 });
    expectBatched((x, y) => x.outer(y), [normal([4, 3], 1), normal([2], 2)], [true, false]);
    expectBatched(
      (x, y) => grad((each: AnyTensor) => weighted(each.outer(y)))(x),
      [normal([4, 3], 1), normal([4, 2], 2)],
    );
  });

  it('refuses what are no vectors', () => {
    expect(() => outer(zeros([2, 3]) as AnyTensor, zeros([4]))).toThrow(
      'outer: cannot take the outer product of [2, 3] and [4]: both need exactly one axis; flatten them first',
    );
  });
});
