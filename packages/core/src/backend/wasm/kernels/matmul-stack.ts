import { type Shape, stridesOf } from '../../../graph/shape.js';
import type { Location } from '../location.js';

/**
 * A stack of matrices as matmul sees it, `[batch…, rows, columns]`, wherever its elements lie: `offset` is that of the
 * first one and needs no more than the dtype's alignment; `strides` are in elements and may be 0 or negative.
 */
export interface MatrixRead extends Location {
  readonly strides: readonly number[];
}

/** Reads a location as it lies. */
export function contiguousRead(location: Location): MatrixRead {
  return { ...location, strides: stridesOf(location.shape) };
}

/** How matrices lie. Distances are in bytes. */
interface Matrices {
  /** From row to row. */
  readonly row: number;
  readonly column: number;
  /** From a product's matrix to the next product's. */
  readonly next: number;
}

/** Addresses of matrices. */
interface Start {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Stacks of products C = A · B, m × k times k × n. The rows of C are contiguous. */
export interface ProductStack {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** The number of products in each stack. */
  readonly products: number;
  readonly a: Matrices;
  readonly b: Matrices;
  readonly c: Matrices;
  /** Where the first matrices of each stack start. */
  readonly starts: readonly Start[];
}

/**
 * The fewest and widest products that make the output. Rows of A that meet the same B are one matrix, across batch axes
 * too; the innermost batch axis that is left makes a stack. A single column is computed as the single row
 * (A · b)ᵀ = bᵀ · Aᵀ.
 */
export function productStack(
  left: MatrixRead,
  right: MatrixRead,
  output: { readonly shape: Shape; readonly offset: number },
  bytes: number,
): ProductStack {
  const { shape } = output;
  const a = left.strides.map((stride) => stride * bytes);
  const b = right.strides.map((stride) => stride * bytes);
  const k = left.shape.at(-1) as number;
  const n = shape.at(-1) as number;
  let m = shape.at(-2) as number;
  let rowA = a.at(-2) as number;
  let axes = shape.length - 2;
  for (; axes > 0; axes--) {
    const size = shape[axes - 1] as number;
    const strideA = a[axes - 1] as number;
    if (size !== 1) {
      if (b[axes - 1] !== 0 || (m !== 1 && strideA !== rowA * m)) break;
      if (m === 1) rowA = strideA;
    }
    m *= size;
  }
  const stacked = axes - 1;
  const products = shape[stacked] ?? 1;
  const matricesA = { row: rowA, column: a.at(-1) as number, next: a[stacked] ?? 0 };
  const matricesB = { row: b.at(-2) as number, column: b.at(-1) as number, next: b[stacked] ?? 0 };
  const matricesC = { row: n * bytes, column: bytes, next: m * n * bytes };

  let pairs = [{ a: left.offset, b: right.offset }];
  for (let axis = 0; axis < stacked; axis++) {
    const along = Array.from({ length: shape[axis] as number }, (_, index) => index);
    const [nextA, nextB] = [a[axis] as number, b[axis] as number];
    pairs = pairs.flatMap((pair) => along.map((index) => ({ a: pair.a + index * nextA, b: pair.b + index * nextB })));
  }
  const starts = pairs.map((pair, index) => ({ ...pair, c: output.offset + index * products * matricesC.next }));
  const stack = { m, n, k, products, a: matricesA, b: matricesB, c: matricesC, starts };
  return n === 1 && m > 1 ? transpose(stack) : stack;
}

/** Cᵀ = Bᵀ · Aᵀ, for a single column of C. */
function transpose({ m, n, k, products, a, b, c, starts }: ProductStack): ProductStack {
  const swap = ({ row, column, next }: Matrices): Matrices => ({ row: column, column: row, next });
  return {
    m: n,
    n: m,
    k,
    products,
    a: swap(b),
    b: swap(a),
    c: swap(c),
    starts: starts.map((start) => ({ a: start.b, b: start.a, c: start.c })),
  };
}
