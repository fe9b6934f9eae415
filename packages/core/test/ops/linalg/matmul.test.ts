import {
  type AnyTensor,
  currentBackend,
  fromArray,
  grad,
  matmul,
  ones,
  type Shape,
  tensor,
  useBackend,
  zeros,
} from '@adjoint/core';
import { referenceBackend } from '@adjoint/core/reference';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { expectBatched, expectCloseElements, normal, reader, weighted } from '../approximate.js';

const size = fc.integer({ min: 0, max: 4 });

function expectProduct(x: AnyTensor, y: AnyTensor, batch: Shape): void {
  const [left, right] = [reader(x), reader(y)];
  const [m, k] = x.shape.slice(-2) as [number, number];
  const n = y.shape.at(-1) as number;
  const aligned = (shape: Shape, position: readonly number[]): number[] =>
    position.slice(position.length - (shape.length - 2)).map((index, axis) => (shape[axis] === 1 ? 0 : index));
  expectCloseElements(matmul(x, y), [...batch, m, n], (...position) => {
    const [i, j] = position.slice(-2) as [number, number];
    const outer = position.slice(0, -2);
    let sum = 0;
    for (let p = 0; p < k; p++) sum += left(...aligned(x.shape, outer), i, p) * right(...aligned(y.shape, outer), p, j);
    return sum;
  });
}

describe('matmul', () => {
  it('multiplies matrices of any size', () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 0, max: 9 }), size, (m, k, n) => {
        expectProduct(normal([m, k], 1), normal([k, n], 2), []);
      }),
    );
  });

  it.each([
    [[2], [2], [2]],
    [[2], [], [2]],
    [[], [2], [2]],
    [[3, 1], [2], [3, 2]],
    [[1], [4], [4]],
    [[0], [1], [0]],
    [
      [2, 1, 3],
      [1, 2, 3],
      [2, 2, 3],
    ],
  ])('broadcasts batches %j and %j', (left, right, batch) => {
    expectProduct(normal([...left, 2, 3], 1), normal([...right, 3, 2], 2), batch);
  });

  it('takes a vector as a row on the left and as a column on the right', () => {
    const [matrix, batch] = [normal([3, 2], 1), normal([4, 3, 2], 2)];
    const [three, two] = [normal([3], 3), normal([2], 4)];
    const [read, readBatch, left, right] = [reader(matrix), reader(batch), reader(three), reader(two)];
    expectCloseElements(matmul(three, matrix), [2], (j) =>
      [0, 1, 2].reduce((sum, i) => sum + left(i) * read(i, j as number), 0),
    );
    expectCloseElements(matmul(matrix, two), [3], (i) =>
      [0, 1].reduce((sum, j) => sum + read(i as number, j) * right(j), 0),
    );
    expectCloseElements(matmul(three, batch), [4, 2], (b, j) =>
      [0, 1, 2].reduce((sum, i) => sum + left(i) * readBatch(b as number, i, j as number), 0),
    );
    expectCloseElements(matmul(batch, two), [4, 3], (b, i) =>
      [0, 1].reduce((sum, j) => sum + readBatch(b as number, i as number, j) * right(j), 0),
    );
    expectCloseElements(matmul(two, two), [], () => right(0) ** 2 + right(1) ** 2);
  });

  it('is zero without an inner dimension', () => {
    expect(matmul(ones([2, 0]), ones([0, 3])).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(matmul(ones([0]), ones([0])).item()).toBe(0);
  });

  it('promotes dtypes, and wraps int32 around exactly', () => {
    expect(matmul(ones([2, 2]), ones([2, 2], 'float64')).dtype).toBe('float64');
    expect(matmul(ones([2, 2], 'bool'), ones([2, 2], 'int32')).dtype).toBe('int32');
    const large = tensor([[2_147_483_647, 46_341]], 'int32');
    const column = tensor([[2_147_483_647], [46_341]], 'int32');
    expect(matmul(large, column).item()).toBe((1 + Math.imul(46_341, 46_341)) | 0);
  });

  it('refuses dtypes without arithmetic', () => {
    expect(() => matmul(ones([2, 2], 'uint8'), ones([2, 2], 'uint8'))).toThrow(
      "matmul: expected float32, float64 or int32 tensors, got uint8; cast first, for example x.cast('float32')",
    );
    expect(() => matmul(ones([2, 2], 'bool'), ones([2, 2], 'bool'))).toThrow('got bool');
  });

  it.each([
    [[2, 3], [4, 5], 'matmul: cannot matmul [2, 3] by [4, 5]: inner dimensions differ (3 and 4)'],
    [[2, 3], [2], 'matmul: cannot matmul [2, 3] by [2]: inner dimensions differ (3 and 2)'],
    [[], [2], 'matmul: cannot matmul [] by [2]: a scalar has no inner dimension'],
    [[2], [], 'matmul: cannot matmul [2] by []: a scalar has no inner dimension'],
    [[2, 1, 3], [3, 3, 1], 'matmul: cannot matmul [2, 1, 3] by [3, 3, 1]: batch dimensions do not broadcast'],
  ] as [Shape, Shape, string][])('refuses %j by %j', (left, right, message) => {
    expect(() => matmul(zeros(left), zeros(right))).toThrow(RangeError);
    expect(() => matmul(zeros(left), zeros(right))).toThrow(message);
  });

  it.each([
    [
      [2, 3],
      [3, 2],
    ],
    [[3], [3]],
    [[3], [3, 2]],
    [[2, 3], [3]],
    [
      [2, 2, 3],
      [3, 2],
    ],
    [
      [2, 3],
      [2, 3, 1],
    ],
    [
      [2, 1, 1, 3],
      [3, 3, 2],
    ],
    [[3], [2, 3, 2]],
    [[2, 2, 3], [3]],
    [
      [2, 0],
      [0, 2],
    ],
  ] as [Shape, Shape][])('has right gradients of two orders for %j by %j', (left, right) => {
    checkGradients((x, y) => x.matmul(y), [normal(left, 1), normal(right, 2)], { order: 2 });
  });

  const cases: [Shape, Shape][] = [
    [
      [2, 3],
      [3, 2],
    ],
    [[3], [3]],
    [[3], [3, 2]],
    [[2, 3], [3]],
    [
      [4, 2, 3],
      [3, 2],
    ],
    [
      [2, 3],
      [4, 3, 2],
    ],
    [
      [2, 1, 2, 3],
      [4, 3, 1],
    ],
    [
      [2, 0],
      [0, 2],
    ],
  ];
  describe.each([
    [true, true],
    [true, false],
    [false, true],
  ])('batched %s, %s', (leftBatched, rightBatched) => {
    const withExamples = (shape: Shape, batched: boolean): Shape => (batched ? [5, ...shape] : shape);
    it.each(cases)('equals a loop for %j by %j, and so do its gradients', (left, right) => {
      const inputs = [normal(withExamples(left, leftBatched), 1), normal(withExamples(right, rightBatched), 2)];
      const batched = [leftBatched, rightBatched];
      const product = (x: AnyTensor, y: AnyTensor): AnyTensor => x.matmul(y);
      expectBatched(product, inputs, batched);
      expectBatched((x, y) => grad((each: AnyTensor) => weighted(product(each, y)))(x), inputs, batched);
      expectBatched((x, y) => grad((each: AnyTensor) => weighted(product(x, each)))(y), inputs, batched);
    });
  });

  it('adds up float32 in float64 on the reference backend', () => {
    const before = currentBackend();
    useBackend(referenceBackend);
    onTestFinished(() => useBackend(before));
    const row = new Float32Array(3).fill(1);
    row[0] = 2 ** 25;
    const column = fromArray(new Float32Array([1, 1, 1]), [3]);
    expect(matmul(fromArray(row, [3]), column).item()).toBe(Math.fround(2 ** 25 + 2));
    expect(matmul(fromArray(new Float32Array([2 ** 25, 1, -(2 ** 25)]), [3]), column).item()).toBe(1);
  });
});
