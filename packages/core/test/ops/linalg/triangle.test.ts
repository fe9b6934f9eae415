import { type AnyTensor, grad, ones, tensor, tril, triu, zeros } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectBatched, expectCloseElements, normal, reader, weighted } from '../approximate.js';

const size = fc.integer({ min: 0, max: 4 });
const offsets = fc.integer({ min: -5, max: 5 });

describe.each([
  ['tril', tril, (distance: number, offset: number): boolean => distance <= offset],
  ['triu', triu, (distance: number, offset: number): boolean => distance >= offset],
] as const)('%s', (name, triangle, keeps) => {
  it('keeps one side of a diagonal', () => {
    fc.assert(
      fc.property(size, size, size, offsets, (batch, rows, columns, offset) => {
        const x = normal([batch, rows, columns]);
        const read = reader(x);
        expectCloseElements(triangle(x, offset), x.shape, (b, i, j) =>
          keeps((j as number) - (i as number), offset) ? read(b as number, i as number, j as number) : 0,
        );
      }),
    );
  });

  it('has right gradients, alone and in a batch', () => {
    checkGradients((x) => triangle(x, 1).square(), [normal([3, 4])], { order: 2 });
    expectBatched((x) => triangle(x, -1), [normal([2, 3, 4])]);
    expectBatched((x) => grad((each: AnyTensor) => weighted(triangle(each)))(x), [normal([2, 3, 4])]);
  });

  it('keeps the dtype, and drops what is not finite', () => {
    expect(triangle(ones([2, 2], 'bool')).dtype).toBe('bool');
    expect(triangle(ones([2, 2], 'uint8')).dtype).toBe('uint8');
    const x = tensor([
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, 1],
    ]);
    expect(triangle(x, name === 'tril' ? -2 : 2).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('refuses vectors and broken offsets', () => {
    expect(() => triangle(zeros([2]))).toThrow(`${name}: expected matrices, got a tensor of shape [2]`);
    expect(() => triangle(zeros([2, 2]), Number.NaN)).toThrow(`${name}: the offset must be an integer, got NaN`);
  });
});
