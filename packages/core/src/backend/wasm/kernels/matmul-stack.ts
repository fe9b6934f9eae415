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

/** Distances between the elements of a matrix, in bytes. */
interface MatrixStrides {
  readonly row: number;
  readonly column: number;
}

/** A stack of products m × k times k × n into a contiguous output. */
export interface ProductStack {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: MatrixStrides;
  readonly b: MatrixStrides;
  /** Where the matrices of each product start, in bytes. */
  readonly starts: readonly { readonly a: number; readonly b: number }[];
}

/**
 * The fewest and widest products that make the output. Rows of A that meet the same B are one matrix, across batch axes
 * too. A single column is computed as the single row (A · b)ᵀ = bᵀ · Aᵀ.
 */
export function productStack(left: MatrixRead, right: MatrixRead, output: Shape, bytes: number): ProductStack {
  const a = left.strides.map((stride) => stride * bytes);
  const b = right.strides.map((stride) => stride * bytes);
  const k = left.shape.at(-1) as number;
  const n = output.at(-1) as number;
  let m = output.at(-2) as number;
  let rowA = a.at(-2) as number;
  let axes = output.length - 2;
  for (; axes > 0; axes--) {
    const size = output[axes - 1] as number;
    const strideA = a[axes - 1] as number;
    if (size !== 1) {
      if (b[axes - 1] !== 0 || (m !== 1 && strideA !== rowA * m)) break;
      if (m === 1) rowA = strideA;
    }
    m *= size;
  }
  let starts = [{ a: left.offset, b: right.offset }];
  for (let axis = 0; axis < axes; axis++) {
    const along = Array.from({ length: output[axis] as number }, (_, index) => index);
    const [strideA, strideB] = [a[axis] as number, b[axis] as number];
    starts = starts.flatMap((start) =>
      along.map((index) => ({ a: start.a + index * strideA, b: start.b + index * strideB })),
    );
  }
  const stridesA = { row: rowA, column: a.at(-1) as number };
  const stridesB = { row: b.at(-2) as number, column: b.at(-1) as number };
  if (n !== 1 || m === 1) return { m, n, k, a: stridesA, b: stridesB, starts };
  return {
    m: 1,
    n: m,
    k,
    a: transpose(stridesB),
    b: transpose(stridesA),
    starts: starts.map((start) => ({ a: start.b, b: start.a })),
  };
}

function transpose({ row, column }: MatrixStrides): MatrixStrides {
  return { row: column, column: row };
}
