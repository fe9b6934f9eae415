import { currentBackend, tensor } from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { type Blas, findBlas, useBlas } from '../src/index.js';
import { multiply, numbers } from './matrices.js';

const found = findBlas();
const title = found === undefined ? 'skipped: this machine has no BLAS' : found.description.library;

describe.skipIf(found === undefined)(`useBlas (${title})`, () => {
  it("multiplies by the library: the product's bits are the library's", () => {
    const blas: Blas = useBlas();
    expect(blas).toBe(found);
    expect(currentBackend().name).toBe('wasm');
    const [m, n, k] = [64, 48, 300];
    const [a, b] = [numbers(1, m * k), numbers(2, k * n)];
    const product = tensor(a)
      .reshape([m, k])
      .matmul(tensor(b).reshape([k, n]));
    const expected = multiply(blas, new ArrayBuffer(2 ** 20), { dtype: 'float32', m, n, k, a, b });
    expect([...product.dataSync()]).toEqual(expected);
  });
});
