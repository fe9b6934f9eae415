import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { copyTranspose } from '../src/copy-transpose.js';
import { requireFfi } from '../src/ffi.js';
import { type Blas, findBlas } from '../src/index.js';
import { loadLibrary } from '../src/native-library.js';
import { arrayOf, type DType, largestError, multiply, numbers, type Problem, problem } from './matrices.js';

// The core that is found, whatever the shell that runs the tests asks for.
delete process.env['OPENBLAS_CORETYPE'];
const found = findBlas();
const blas = found as Blas;
const title = found === undefined ? 'skipped: this machine has no BLAS' : found.description.library;

const dtypes: readonly DType[] = ['float32', 'float64'];
const layouts = [
  { transposeA: false, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: false },
  { transposeA: true, transposeB: true },
] as const;
const sizes = [
  [1, 1, 1],
  [2, 2, 1],
  [1, 17, 9],
  [23, 1, 5],
  [3, 5, 7],
  [8, 8, 8],
  [17, 16, 15],
  [16, 33, 64],
  [31, 9, 257],
  [64, 10, 128],
] as const;
/** Sizes on both sides of where kernels for small products end. */
const allSizes = [...sizes, [96, 96, 96] as const, [101, 103, 107] as const];

/** Declared here, because the tests are compiled without the types of any one platform. */
interface Memory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

function createMemory(type: { initial: number; maximum: number; shared: boolean }): Memory {
  const platform = globalThis as unknown as { WebAssembly: { Memory: new (given: typeof type) => Memory } };
  return new platform.WebAssembly.Memory(type);
}

const memory = new ArrayBuffer(512 * 1024);

describe.skipIf(found === undefined)(`products (${title})`, () => {
  for (const dtype of dtypes) {
    it(`are right in ${dtype}, however operands are stored, with gaps, overwriting and accumulating`, () => {
      for (const size of allSizes) {
        for (const accumulate of [false, true]) {
          const given = problem(dtype, size, { accumulate });
          for (const layout of layouts) {
            const gaps = [3, 1, 2] as const;
            expect
              .soft(largestError(given, multiply(blas, memory, given, layout)), `${size} ${JSON.stringify(layout)}`)
              .toBeLessThan(1);
            expect.soft(largestError(given, multiply(blas, memory, given, { ...layout, gaps }))).toBeLessThan(1);
          }
        }
      }
    });

    it(`have the same bits in ${dtype}, however and wherever operands are stored`, () => {
      for (const size of allSizes) {
        // Vectors are not given to the library: see suits.
        if (size[0] === 1 || size[1] === 1) continue;
        for (const accumulate of [false, true]) {
          const given = problem(dtype, size, { accumulate, seed: 5 });
          const first = multiply(blas, memory, given);
          for (const layout of layouts) {
            expect(multiply(blas, memory, given, layout)).toEqual(first);
            expect(multiply(blas, memory, given, { ...layout, gaps: [3, 1, 2], shift: 1 })).toEqual(first);
          }
        }
      }
    });

    it(`let NaN and infinities through in ${dtype}, as sums and products do`, () => {
      const [m, n, k] = [5, 6, 17];
      for (const layout of layouts) {
        const { a, b } = problem(dtype, [m, n, k]);
        const withSpecials: Problem = {
          ...{ dtype, m, n, k },
          a: a.map((value, index) =>
            index === k ? Number.NaN : index === 2 * k ? Infinity : index === 3 * k ? 0 : value,
          ),
          b: b.map((value, index) => (index === 0 ? Infinity : index === 1 ? 0 : Math.abs(value))),
        };
        const product = multiply(blas, memory, withSpecials, layout);
        const row = (i: number): number[] => product.slice(i * n, (i + 1) * n);
        expect(row(0)[0]).toBe((withSpecials.a[0] as number) > 0 ? Infinity : -Infinity);
        expect(row(0).slice(1).every(Number.isFinite)).toBe(true);
        // NaN · anything; ∞ · 0; 0 · ∞.
        expect(row(1)).toEqual(Array.from({ length: n }, () => Number.NaN));
        expect(row(2)[1]).toBeNaN();
        expect(row(2)[2]).toBe(Infinity);
        expect(row(3)[0]).toBeNaN();
      }
    });
  }

  it('are made on WebAssembly memories, ordinary and shared, before and after they grow', () => {
    const given = problem('float32', [16, 33, 64]);
    const expected = multiply(blas, memory, given);
    for (const shared of [false, true]) {
      const linear = createMemory({ initial: 2, maximum: 64, shared });
      expect(linear.buffer instanceof ArrayBuffer).toBe(!shared);
      expect(multiply(blas, linear.buffer, given)).toEqual(expected);
      const before = linear.buffer;
      linear.grow(30);
      expect(multiply(blas, linear.buffer, given)).toEqual(expected);
      if (!shared) expect(() => blas.address(before)).toThrow('the buffer is empty, or its memory has grown since');
    }
  });

  it('may be kept, and larger ones prepared later', () => {
    const given = problem('float64', [4, 4, 4]);
    const small = { dtype: 'float64', m: 4, n: 4, k: 4, lda: 4, ldb: 4, ldc: 4, accumulate: false } as const;
    const run = blas.prepare({ ...small, transposeA: true, transposeB: true });
    multiply(blas, memory, problem('float64', [64, 64, 128]), { transposeA: true, transposeB: true });
    const values = new Float64Array(memory);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) {
        values[j * 4 + i] = given.a[i * 4 + j] as number;
        values[16 + j * 4 + i] = given.b[i * 4 + j] as number;
      }
    }
    const base = blas.address(memory);
    run(base, base + 128, base + 256);
    const expected = multiply(blas, new ArrayBuffer(4096), given);
    expect([...new Float64Array(memory, 256, 16)]).toEqual(expected);
  });

  it('are refused where no matrix has such sizes', () => {
    const good = { dtype: 'float32', m: 2, n: 3, k: 4, lda: 4, ldb: 3, ldc: 3 } as const;
    const stored = { transposeA: false, transposeB: false, accumulate: false } as const;
    const prepare = (change: object) => () => blas.prepare({ ...good, ...stored, ...change });
    expect(prepare({})).not.toThrow();
    expect(prepare({ m: 0 })).toThrow('blas: m must be an integer from 1 to 2147483647, got 0');
    expect(prepare({ n: 2.5 })).toThrow('blas: n must be an integer');
    expect(prepare({ k: Number.NaN })).toThrow('blas: k must be an integer');
    expect(prepare({ m: 2 ** 31 })).toThrow('got 2147483648');
    expect(prepare({ lda: 3 })).toThrow(
      'blas: lda must be an integer from 4, the length of a row, to 2147483647, got 3',
    );
    expect(prepare({ transposeA: true, lda: 2 })).not.toThrow();
    expect(prepare({ transposeB: true })).toThrow('blas: ldb must be an integer from 4');
    expect(prepare({ ldc: 2 })).toThrow('blas: ldc must be an integer from 3');
  });

  it('suit from some size on, by shape alone, and never for vectors', () => {
    expect(blas.suits('float32', 64, 256, 784)).toBe(true);
    expect(blas.suits('float64', 64, 256, 784)).toBe(true);
    expect(blas.suits('float32', 784, 256, 1)).toBe(true);
    expect(blas.suits('float32', 2, 2, 2)).toBe(false);
    expect(blas.suits('float32', 1, 4096, 4096)).toBe(false);
    expect(blas.suits('float32', 4096, 1, 4096)).toBe(false);
  });

  it('say whose they are', () => {
    expect(Object.isFrozen(blas)).toBe(true);
    expect(blas.description.library).toMatch(/^(OpenBLAS|MKL|BLIS|Accelerate|CBLAS)/);
    expect(blas.description.path).not.toBe('');
    expect(findBlas({ path: blas.description.path })?.description.library).toBe(blas.description.library);
  });

  it.each(dtypes)("copy transposes by the BLAS's own copies in %s, where there is nothing better", (dtype) => {
    const library = loadLibrary(requireFfi(), blas.description.path);
    const transpose = copyTranspose(library, dtype);
    for (const [rows, columns] of [
      [3, 7],
      [7, 3],
      [5, 5],
    ] as const) {
      const elements = new arrayOf[dtype](200).fill(-7);
      const source = numbers(1, rows * columns);
      const [sourceRow, targetRow] = [columns + 2, rows + 1];
      for (let i = 0; i < rows; i++) elements.set(source.slice(i * columns, (i + 1) * columns), i * sourceRow);
      const base = blas.address(elements.buffer);
      const bytes = elements.BYTES_PER_ELEMENT;
      transpose(rows, columns, base, sourceRow, base + 100 * bytes, targetRow);
      const expected = new arrayOf[dtype](100).fill(-7);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) expected[j * targetRow + i] = source[i * columns + j] as number;
      }
      expect(elements.subarray(100)).toEqual(expected);
    }
  });
});
