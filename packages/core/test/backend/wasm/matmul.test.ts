import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMatmul } from '../../../src/backend/wasm/kernels/matmul.js';
import { splitStack } from '../../../src/backend/wasm/kernels/matmul-split.js';
import { contiguousRead, type MatrixRead, productStack } from '../../../src/backend/wasm/kernels/matmul-stack.js';
import type { Location } from '../../../src/backend/wasm/location.js';
import { type Shape, sizeOf, stridesOf } from '../../../src/graph/shape.js';
import { expectEqual, type TestContext } from './context.js';
import {
  contexts,
  contiguous,
  fill,
  type Layout,
  layout,
  type MatmulDType,
  numbers,
  type Operand,
  operand,
  product,
} from './matmul-operands.js';

const dtypes = ['float32', 'float64', 'int32'] as const;
const precision = { float32: 2 ** -24, float64: 2 ** -53, int32: 0 };

/** The product in float64 and, for each element, Σ|aᵢbᵢ|. int32 wraps around. */
function naive(dtype: MatmulDType, left: Operand, right: Operand): { sums: Float64Array; sizes: Float64Array } {
  const shape = [...left.shape.slice(0, -1), right.shape.at(-1) as number];
  const rank = shape.length;
  const strides = stridesOf(shape);
  const sums = new Float64Array(sizeOf(shape));
  const sizes = new Float64Array(sums.length);
  for (let index = 0; index < sums.length; index++) {
    let a = left.start;
    let b = right.start;
    for (let axis = 0; axis < rank; axis++) {
      const position = Math.floor(index / (strides[axis] as number)) % (shape[axis] as number);
      if (axis < rank - 1) a += position * (left.strides[axis] as number);
      if (axis !== rank - 2) b += position * (right.strides[axis] as number);
    }
    let sum = 0;
    for (let p = 0; p < (left.shape[rank - 1] as number); p++) {
      const x = left.data[a + p * (left.strides[rank - 1] as number)] as number;
      const y = right.data[b + p * (right.strides[rank - 2] as number)] as number;
      sum = dtype === 'int32' ? (sum + Math.imul(x, y)) | 0 : sum + x * y;
      sizes[index] = (sizes[index] as number) + Math.abs(x * y);
    }
    sums[index] = sum;
  }
  return { sums, sizes };
}

const size = fc.oneof(fc.integer({ min: 0, max: 70 }), fc.constantFrom(1, 3, 4, 5, 7, 8, 9, 31, 32, 33, 63, 64, 65));
const problem = fc.record({
  dtype: fc.constantFrom(...dtypes),
  context: fc.constantFrom(...contexts.keys()),
  batch: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }) },
  ),
  m: size,
  n: size,
  k: size,
  left: layout,
  right: layout,
  seed: fc.integer(),
});

describe('the wasm matmul', () => {
  it('is as exact as chains of rounded products, for all shapes and strides', () => {
    fc.assert(
      fc.property(problem, ({ dtype, context: index, batch, m, n, k, left, right, seed }) => {
        const context = contexts[index] as TestContext;
        const number = numbers(seed);
        const range = dtype === 'int32' ? 2 ** 31 : 1;
        const a = operand(dtype, [...batch, m, k], left);
        const b = operand(dtype, [...batch, k, n], right);
        for (const { data } of [a, b]) data.set(fill(dtype, data.length, () => number() * range));
        context.reset();
        const result = product(context, dtype, a, b);
        const { sums, sizes } = naive(dtype, a, b);
        expect(result.length).toBe(sums.length);
        for (let i = 0; i < sums.length; i++) {
          const bound = dtype === 'int32' ? 0 : (k + 2) * precision[dtype] * (sizes[i] as number);
          const error = Math.abs((result[i] as number) - (sums[i] as number));
          if (!(error <= bound)) expect.fail(`element ${i}: ${result[i]}, expected ${sums[i]} ± ${bound}`);
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each(dtypes)('is exact on small integers, around the ends of every block: %s', (dtype) => {
    const plain = { transposed: false, repeated: [], reversed: false, gap: 1, aliased: false };
    for (const context of contexts) {
      for (const [m, n, k, other = {}] of [
        // Blocks of rows, of columns and of the depth.
        [119, 9, 5],
        [120, 9, 5],
        [121, 9, 5],
        [241, 9, 5],
        [9, 511, 3],
        [9, 512, 3],
        [9, 513, 3],
        [3, 1033, 3],
        [5, 9, 255],
        [5, 9, 256],
        [5, 9, 257],
        [5, 9, 777],
        [123, 516, 258],
        // One row, or one column.
        [1, 77, 777],
        [1, 1025, 9],
        [1, 2049, 257],
        [259, 1, 300],
        [259, 1, 300, { transposed: true }],
        [1, 77, 777, { transposed: true }],
        [1, 77, 777, { gap: 3 }],
        // Outer products.
        [67, 33, 1],
        [9, 2051, 2],
        // Packed from rows that are far apart, from columns, and element by element.
        [13, 29, 300, { aliased: true }],
        [13, 29, 300, { aliased: true, transposed: true }],
        [13, 29, 300, { gap: 2 }],
      ] as readonly (readonly [number, number, number, Partial<Layout>?])[]) {
        const number = numbers(m * n * k);
        const a = operand(dtype, [m, k], { ...plain, ...other });
        const b = operand(dtype, [k, n], { ...plain, ...other });
        for (const { data } of [a, b]) data.set(fill(dtype, data.length, () => Math.round(number() * 9)));
        context.reset();
        expectEqual(
          product(context, dtype, a, b),
          naive(dtype, a, b).sums.map((x) => x + 0),
        );
      }
    }
  });

  it('spreads NaN and infinities, zeros included', () => {
    const special = [0, -0, 1, -1, NaN, Infinity, -Infinity];
    for (const context of contexts) {
      for (const dtype of ['float32', 'float64'] as const) {
        for (const [m, n, k] of [
          [7, 7, 1],
          [9, 11, 2],
          [1, 70, 3],
          [70, 1, 3],
        ] as const) {
          const random = numbers(m * n * k);
          const number = (): number => special[Math.floor((random() + 1) * 3.5)] as number;
          const a = contiguous(fill(dtype, m * k, number), [m, k]);
          const b = contiguous(fill(dtype, k * n, number), [k, n]);
          context.reset();
          const result = Array.from(product(context, dtype, a, b), (x) => x + 0);
          expect(result).toEqual(Array.from(naive(dtype, a, b).sums, (x) => x + 0));
        }
      }
    }
  });

  it('writes zeros where there is nothing to sum', () => {
    for (const context of contexts) {
      context.reset();
      const empty = new Float32Array(0);
      const result = product(context, 'float32', contiguous(empty, [2, 3, 0]), contiguous(empty, [2, 0, 5]));
      expect(Array.from(result)).toEqual(new Array(30).fill(0));
    }
  });

  it('makes one matrix of rows that meet the same matrix, and a row of a single column', () => {
    const read = (offset: number, shape: Shape, strides: number[]): MatrixRead => {
      return { offset, shape, strides, dtype: 'float32' };
    };
    const batched = read(64, [3, 5, 1, 2], [10, 2, 0, 1]);
    const output = { shape: [3, 5, 1, 4], offset: 512 };
    expect(productStack(batched, read(256, [3, 5, 2, 4], [0, 0, 4, 1]), output, 4)).toEqual({
      m: 15,
      n: 4,
      k: 2,
      products: 1,
      a: { row: 8, column: 4, next: 0 },
      b: { row: 16, column: 4, next: 0 },
      c: { row: 16, column: 4, next: 240 },
      starts: [{ a: 64, b: 256, c: 512 }],
    });
    expect(productStack(batched, read(256, [3, 5, 2, 1], [2, 0, 1, 0]), { ...output, shape: [3, 5, 1, 1] }, 4)).toEqual(
      {
        m: 1,
        n: 5,
        k: 2,
        products: 3,
        a: { row: 0, column: 4, next: 8 },
        b: { row: 4, column: 8, next: 40 },
        c: { row: 4, column: 4, next: 20 },
        starts: [{ a: 256, b: 64, c: 512 }],
      },
    );
    expect(productStack(batched, read(256, [3, 5, 2, 4], [40, 8, 4, 1]), output, 4)).toEqual({
      m: 1,
      n: 4,
      k: 2,
      products: 5,
      a: { row: 0, column: 4, next: 8 },
      b: { row: 16, column: 4, next: 32 },
      c: { row: 16, column: 4, next: 16 },
      starts: [0, 1, 2].map((index) => ({ a: 64 + 40 * index, b: 256 + 160 * index, c: 512 + 80 * index })),
    });
    // The next matrix does not go on where the rows of the one before end.
    const columns = read(64, [3, 5, 2], [10, 1, 5]);
    const stack = productStack(columns, read(256, [3, 2, 4], [0, 4, 1]), { shape: [3, 5, 4], offset: 512 }, 4);
    expect(stack).toMatchObject({ m: 5, products: 3 });
  });

  it('splits stacks into parts of about the same size, in whole units', () => {
    const a = { row: 8, column: 4, next: 80 };
    const b = { row: 16, column: 4, next: 32 };
    const c = { row: 16, column: 4, next: 160 };
    const start = { a: 0, b: 1024, c: 2048 };
    const stack = { m: 10, n: 4, k: 2, products: 1, a, b, c, starts: [start] };
    const units = { rows: 3, columns: 2 };
    expect(splitStack(stack, 1, units)).toEqual([stack]);
    expect(splitStack(stack, 2, units)).toEqual([
      { ...stack, m: 6 },
      { ...stack, m: 4, starts: [{ a: 48, b: 1024, c: 2144 }] },
    ]);
    expect(splitStack({ ...stack, m: 1 }, 3, units)).toEqual([
      { ...stack, m: 1, n: 2 },
      { ...stack, m: 1, n: 2, starts: [{ a: 0, b: 1032, c: 2056 }] },
    ]);
    expect(splitStack({ ...stack, products: 3 }, 2, units)).toEqual([
      { ...stack, products: 2 },
      { ...stack, products: 1, starts: [{ a: 160, b: 1088, c: 2368 }] },
    ]);
    const starts = [start, { a: 1, b: 2, c: 3 }, { a: 4, b: 5, c: 6 }];
    expect(splitStack({ ...stack, products: 3, starts }, 2, units)).toEqual([
      { ...stack, products: 3, starts: starts.slice(0, 2) },
      { ...stack, products: 3, starts: starts.slice(2) },
    ]);
  });

  it('reads locations as they lie', () => {
    const location: Location = { shape: [2, 3, 4], dtype: 'float32', offset: 64 };
    expect(contiguousRead(location)).toEqual({ ...location, strides: [12, 4, 1] });
  });

  it('refuses dtypes that have no products', () => {
    const read = contiguousRead({ shape: [2, 2], dtype: 'uint8', offset: 64 });
    expect(() => runMatmul(contexts[0] as TestContext, read, read, read)).toThrow(
      'matmul: the wasm backend multiplies float32, float64 and int32, got uint8; cast it first',
    );
  });
});
