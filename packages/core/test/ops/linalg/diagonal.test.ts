import { type AnyTensor, diag, diagonal, grad, ones, type Shape, tensor, trace, zeros } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectBatched, expectCloseElements, normal, reader, weighted } from '../approximate.js';

const size = fc.integer({ min: 0, max: 4 });
const offsets = fc.integer({ min: -5, max: 5 });

/** How many elements x[i, i + offset] there are. */
function diagonalLength(rows: number, columns: number, offset: number): number {
  return Array.from({ length: rows }, (_, i) => i + offset).filter((j) => j >= 0 && j < columns).length;
}

describe('diagonal', () => {
  it('takes x[…, i, i + offset] of any two axes', () => {
    const axes = fc.constantFrom([0, 1, 2], [0, 2, 1], [1, 2, 0], [2, 0, 1], [-2, -1, 0], [-1, 0, 1]);
    fc.assert(
      fc.property(size, size, size, offsets, axes, (a, b, c, offset, [axis0, axis1, other]) => {
        const shape = [a, b, c];
        const [rows, columns, rest] = [shape.at(axis0 as number), shape.at(axis1 as number), shape[other as number]];
        const x = normal(shape);
        const read = reader(x);
        const length = diagonalLength(rows as number, columns as number, offset);
        expectCloseElements(diagonal(x, offset, axis0 as number, axis1 as number), [rest as number, length], (k, i) => {
          const position = new Array<number>(3).fill(k as number);
          position[((axis0 as number) + 3) % 3] = (i as number) + Math.max(0, -offset);
          position[((axis1 as number) + 3) % 3] = (i as number) + Math.max(0, offset);
          return read(...position);
        });
      }),
    );
  });

  it('takes the last two axes unless told otherwise, of any dtype', () => {
    expect(
      tensor([
        [true, false],
        [false, true],
      ])
        .diagonal()
        .toArray(),
    ).toEqual([true, true]);
    expect(
      tensor(
        [
          [1, 2],
          [3, 4],
        ],
        'uint8',
      )
        .diagonal(1)
        .toArray(),
    ).toEqual([2]);
  });

  it.each([
    [[3, 3], 0],
    [[2, 4], 1],
    [[4, 2], -1],
    [[2, 3, 3], 0],
    [[2, 2], 5],
  ] as [Shape, number][])('has right gradients for %j with offset %i, alone and in a batch', (shape, offset) => {
    if (offset < 5) checkGradients((x) => x.diagonal(offset).square(), [normal(shape)], { order: 2 });
    expectBatched((x) => x.diagonal(offset), [normal([3, ...shape])]);
    expectBatched((x) => grad((each: AnyTensor) => weighted(each.diagonal(offset)))(x), [normal([3, ...shape])]);
  });

  it('refuses axes that are no two, and offsets that are no integers', () => {
    expect(() => diagonal(zeros([2, 3]), 0, 1, -1)).toThrow(
      'diagonal: axes 1 and -1 of [2, 3] are the same; name two axes',
    );
    expect(() => diagonal(zeros([2]) as AnyTensor)).toThrow('diagonal: there is no axis -2');
    expect(() => diagonal(zeros([2, 2]), 0.5)).toThrow('diagonal: the offset must be an integer, got 0.5');
  });
});

describe('diag', () => {
  it('puts a vector on a diagonal', () => {
    fc.assert(
      fc.property(size, offsets, (n, offset) => {
        const x = normal([n]);
        const read = reader(x);
        const side = n + Math.abs(offset);
        expectCloseElements(diag(x, offset), [side, side], (i, j) =>
          (j as number) - (i as number) === offset ? read(Math.min(i as number, j as number)) : 0,
        );
      }),
    );
  });

  it('takes a matrix apart: diag(diag(v, k), k) = v', () => {
    fc.assert(
      fc.property(size, offsets, (n, offset) => {
        const x = normal([n]);
        expect(diag(diag(x, offset), offset).toArray()).toEqual(x.toArray());
      }),
    );
    expect(
      diag(
        tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        1,
      ).toArray(),
    ).toEqual([2, 6]);
  });

  it('has right gradients, alone and in a batch', () => {
    checkGradients((x) => x.diag(1).square(), [normal([3])], { order: 2 });
    checkGradients((x) => x.diag(-1).square(), [normal([3, 4])], { order: 2 });
    for (const shape of [
      [4, 3],
      [4, 0],
      [4, 2, 3],
    ]) {
      expectBatched((x) => x.diag(-1), [normal(shape)]);
      expectBatched((x) => grad((each: AnyTensor) => weighted(each.diag(-1)))(x), [normal(shape)]);
    }
  });

  it('refuses other ranks', () => {
    expect(() => diag(zeros([2, 2, 2]) as AnyTensor)).toThrow(
      'diag: expected a vector or a matrix, got a tensor of shape [2, 2, 2]; of more axes use diagonal',
    );
    expect(() => diag(tensor(1) as AnyTensor)).toThrow('got a tensor of shape []');
  });
});

describe('trace', () => {
  it('sums the main diagonal', () => {
    fc.assert(
      fc.property(size, size, size, (batch, rows, columns) => {
        const x = normal([batch, rows, columns]);
        const read = reader(x);
        expectCloseElements(trace(x), [batch], (b) => {
          let sum = 0;
          for (let i = 0; i < Math.min(rows, columns); i++) sum += read(b as number, i, i);
          return sum;
        });
      }),
    );
  });

  it('has right gradients, and adds up bools in int32', () => {
    checkGradients((x) => x.trace().square(), [normal([3, 2])], { order: 2 });
    expectBatched((x) => x.trace(), [normal([4, 2, 3])]);
    const count = ones([2, 2], 'bool').trace();
    expect([count.dtype, count.item()]).toEqual(['int32', 2]);
  });

  it('refuses vectors', () => {
    expect(() => trace(zeros([2]) as AnyTensor)).toThrow('trace: expected matrices, got a tensor of shape [2]');
  });
});
