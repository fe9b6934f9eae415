import type { Blas, MatrixProduct, Multiply } from './blas.js';

/**
 * A native product as a command of a plan: its values in memory, one in each cell of 8 bytes. This module serves both
 * sides of a thread's border and imports nothing.
 */

/** How many values there are: what a product is prepared by, then the addresses of A, B and C. */
export const productValues = 13;
const preparedValues = 10;

/** A product as values. */
export function toValues(
  { dtype, m, n, k, transposeA, transposeB, lda, ldb, ldc, accumulate }: MatrixProduct,
  a: number,
  b: number,
  c: number,
): number[] {
  const flags = [transposeA, transposeB, accumulate].map(Number);
  return [dtype === 'float64' ? 1 : 0, m, n, k, lda, ldb, ldc, ...flags, a, b, c];
}

function fromValues(values: readonly number[]): MatrixProduct {
  const [isDouble, m, n, k, lda, ldb, ldc, ...flags] = values as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    ...number[],
  ];
  const [transposeA, transposeB, accumulate] = flags.map((flag) => flag === 1) as [boolean, boolean, boolean];
  return { dtype: isDouble === 1 ? 'float64' : 'float32', m, n, k, lda, ldb, ldc, transposeA, transposeB, accumulate };
}

/** Computes products on a memory. */
export interface NativeProducts {
  /** The product whose values lie at an address. */
  readonly at: (address: number) => void;
  /** The product of these values. */
  readonly run: (...values: readonly number[]) => number;
}

interface Prepared {
  readonly values: readonly number[];
  readonly multiply: Multiply;
}

export function createNativeProducts(blas: Blas, memory: { readonly buffer: ArrayBufferLike }): NativeProducts {
  const known = new Map<number, Prepared[]>();
  let buffer: ArrayBufferLike | undefined;
  let cells: Int32Array = new Int32Array(0);
  let base = 0;
  const look = (): void => {
    // A memory that has grown has another buffer.
    if (memory.buffer === buffer) return;
    buffer = memory.buffer;
    cells = new Int32Array(buffer);
    base = blas.address(buffer);
  };
  const find = (values: ArrayLike<number>, first: number, step: number): Multiply => {
    let hash = 0;
    for (let index = 0; index < preparedValues; index++) {
      hash = Math.imul(hash ^ (values[first + index * step] as number), 0x9e3779b1);
    }
    let list = known.get(hash);
    if (list === undefined) {
      list = [];
      known.set(hash, list);
    }
    for (const each of list) if (isSame(each.values, values, first, step)) return each.multiply;
    const own = Array.from({ length: preparedValues }, (_, index) => values[first + index * step] as number);
    const multiply = blas.prepare(fromValues(own));
    list.push({ values: own, multiply });
    return multiply;
  };
  return {
    at(address) {
      look();
      const first = address / 4;
      const place = (index: number): number => base + ((cells[first + 2 * index] as number) >>> 0);
      find(cells, first, 2)(place(10), place(11), place(12));
    },
    run(...values) {
      look();
      const [a, b, c] = values.slice(preparedValues) as [number, number, number];
      find(values, 0, 1)(base + a, base + b, base + c);
      return 0;
    },
  };
}

function isSame(known: readonly number[], values: ArrayLike<number>, first: number, step: number): boolean {
  for (let index = 0; index < preparedValues; index++) {
    if (known[index] !== values[first + index * step]) return false;
  }
  return true;
}
