import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMatmul } from '../../../src/backend/wasm/kernels/matmul.js';
import { contiguousRead, type MatrixRead, productStack } from '../../../src/backend/wasm/kernels/matmul-stack.js';
import type { Location } from '../../../src/backend/wasm/location.js';
import { supports } from '../../../src/backend/wasm/platform.js';
import { bytesPerElement } from '../../../src/graph/dtype.js';
import { type Shape, sizeOf, stridesOf } from '../../../src/graph/shape.js';
import { TestContext } from './context.js';

type Elements = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
type MatmulDType = 'float32' | 'float64' | 'int32';

const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array };
const precision = { float32: 2 ** -24, float64: 2 ** -53, int32: 0 };
const dtypes = ['float32', 'float64', 'int32'] as const;
const relaxations = supports('relaxed-simd') ? [false, true] : [false];
/** Kernels are compiled once. */
const contexts = relaxations.map((relaxed) => new TestContext(relaxed));

/** An operand: numbers under a shape and strides, from the element `start` on. */
interface Operand {
  readonly data: Elements;
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly start: number;
}

function product(context: TestContext, dtype: MatmulDType, left: Operand, right: Operand): Elements {
  const [first, second] = [left, right].map(({ data, shape, strides, start }): MatrixRead => {
    const { offset } = context.write({ dtype, shape: [data.length], data });
    return { offset: offset + start * bytesPerElement[dtype], shape, dtype, strides };
  }) as [MatrixRead, MatrixRead];
  const output = context.place({ dtype, shape: [...left.shape.slice(0, -1), right.shape.at(-1) as number] });
  runMatmul(context, first, second, output);
  expect(context.isTidy()).toBe(true);
  return context.read(output) as Elements;
}

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

function fill(dtype: MatmulDType, length: number, number: () => number): Elements {
  return new arrays[dtype](length).map(number);
}

/** A fast generator, so that a failing case prints as a shape and a seed. */
function numbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    return (state >> 8) / 2 ** 23;
  };
}

/** How an operand lies: last two axes swapped, axes repeated (stride 0), backwards, with gaps between elements. */
interface Layout {
  readonly transposed: boolean;
  readonly repeated: readonly boolean[];
  readonly reversed: boolean;
  readonly gap: number;
}

function operand(dtype: MatmulDType, shape: Shape, { transposed, repeated, reversed, gap }: Layout): Operand {
  const rank = shape.length;
  const order = shape.map((_, axis) => axis);
  if (transposed) order.push(...order.splice(rank - 2, 1));
  const strides = new Array<number>(rank).fill(0);
  let length = gap;
  for (const axis of order.toReversed()) {
    if (repeated[axis - rank + repeated.length] === true) continue;
    strides[axis] = length;
    length *= shape[axis] as number;
  }
  const data = new arrays[dtype](length);
  if (!reversed || length === 0) return { data, shape, strides, start: 0 };
  return { data, shape, strides: strides.map((stride) => -stride), start: length - gap };
}

const size = fc.oneof(fc.integer({ min: 0, max: 70 }), fc.constantFrom(1, 3, 4, 5, 7, 8, 9, 31, 32, 33, 63, 64, 65));
const layout = fc.record({
  transposed: fc.boolean(),
  repeated: fc.oneof(
    { weight: 4, arbitrary: fc.constant([false, false, false]) },
    { weight: 1, arbitrary: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant([true, false, false]) },
  ),
  reversed: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  gap: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(3) }),
});
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

  it.each(dtypes)('is exact on small integers, over several blocks of each size: %s', (dtype) => {
    for (const context of contexts) {
      for (const [m, n, k] of [
        [131, 9, 5],
        [3, 1033, 2],
        [5, 9, 777],
        [1, 77, 777],
        [259, 1, 300],
      ] as const) {
        const number = numbers(m * n * k);
        const integer = (): number => Math.round(number() * 9);
        const a = contiguous(fill(dtype, m * k, integer), [m, k]);
        const b = contiguous(fill(dtype, k * n, integer), [k, n]);
        context.reset();
        expect(Array.from(product(context, dtype, a, b))).toEqual(Array.from(naive(dtype, a, b).sums, (x) => x + 0));
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

  it('gives the same bits wherever and however the operands lie, and to parts of the product', () => {
    const layouts = layout.map((given) => ({ ...given, repeated: [] }));
    const lies = fc.record({ left: layouts, right: layouts, shift: fc.nat(9) });
    const sizes = {
      m: fc.integer({ min: 1, max: 40 }),
      n: fc.integer({ min: 1, max: 40 }),
      k: fc.integer({ min: 1, max: 600 }),
    };
    const part = { row: fc.nat(), column: fc.nat(), rows: fc.nat(), columns: fc.nat() };
    fc.assert(
      fc.property(
        fc.constantFrom('float32' as const, 'float64' as const),
        fc.constantFrom(...contexts.keys()),
        fc.record({ ...sizes, ...part }),
        lies,
        fc.integer(),
        (dtype, index, { m, n, k, row, column, rows, columns }, { left, right, shift }, seed) => {
          const context = contexts[index] as TestContext;
          const number = numbers(seed);
          const a = contiguous(fill(dtype, m * k, number), [m, k]);
          const b = contiguous(fill(dtype, k * n, number), [k, n]);
          context.reset();
          const whole = product(context, dtype, a, b);

          const top = row % m;
          const first = column % n;
          const height = 1 + (rows % (m - top));
          const width = 1 + (columns % (n - first));
          const relaid = [
            relay(dtype, a, [top, 0], [height, k], left),
            relay(dtype, b, [0, first], [k, width], right),
          ] as const;
          context.reset(shift);
          const result = product(context, dtype, ...relaid);
          const expected = Array.from(result, (_, i) => whole[(top + Math.floor(i / width)) * n + first + (i % width)]);
          expect(Array.from(result)).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('makes one matrix of rows that meet the same matrix, and a row of a single column', () => {
    const read = (offset: number, shape: Shape, strides: number[]): MatrixRead => {
      return { offset, shape, strides, dtype: 'float32' };
    };
    const batched = read(64, [3, 5, 1, 2], [10, 2, 0, 1]);
    expect(productStack(batched, read(256, [3, 5, 2, 4], [0, 0, 4, 1]), [3, 5, 1, 4], 4)).toEqual({
      m: 15,
      n: 4,
      k: 2,
      a: { row: 8, column: 4 },
      b: { row: 16, column: 4 },
      starts: [{ a: 64, b: 256 }],
    });
    expect(productStack(batched, read(256, [3, 5, 2, 1], [2, 0, 1, 0]), [3, 5, 1, 1], 4)).toEqual({
      m: 1,
      n: 5,
      k: 2,
      a: { row: 0, column: 4 },
      b: { row: 4, column: 8 },
      starts: [0, 1, 2].map((index) => ({ a: 256 + 8 * index, b: 64 + 40 * index })),
    });
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

function contiguous(data: Elements, shape: Shape): Operand {
  return { data, shape, strides: stridesOf(shape), start: 0 };
}

/** The same numbers, or a part of the matrix, in another layout. */
function relay(
  dtype: MatmulDType,
  matrix: Operand,
  [row, column]: [number, number],
  shape: Shape,
  layout: Layout,
): Operand {
  const result = operand(dtype, shape, layout);
  const [rows, columns] = shape as [number, number];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const from = (row + i) * (matrix.strides[0] as number) + (column + j) * (matrix.strides[1] as number);
      const to = result.start + i * (result.strides[0] as number) + j * (result.strides[1] as number);
      result.data[to] = matrix.data[from] as number;
    }
  }
  return result;
}
