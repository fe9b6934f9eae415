import { bytesPerElement } from '../../../graph/dtype.js';
import { sizeOf, stridesOf } from '../../../graph/shape.js';
import type { KernelContext, NativeKernel } from '../context.js';
import type { Location } from '../location.js';
import { toValues } from '../native-products.js';
import type { MatrixRead } from './matmul-stack.js';
import { runView } from './view.js';

/**
 * Larger products, in multiply-adds, are cut in two parts that threads share, and products 2⁸ times as large in twice as
 * many, whether there are threads or not: a part has bits of its own. Each cut costs some 3 % of the time.
 */
const leastCut = 2 ** 24;
const mostParts = 16;
/** Parts are multiples of so many rows or columns. */
const partUnit = 16;
/** Sharing fewer multiply-adds than this with another thread costs more than it saves. */
const leastShared = 2 ** 22;

/** A rectangle of C. */
interface Part {
  readonly row: number;
  readonly column: number;
  readonly m: number;
  readonly n: number;
}

/**
 * The products of a stack of matrices by the native library, if it suits them. Which calls are made depends on the shapes
 * alone: not on strides, and not on threads.
 */
export function runNativeMatmul(
  context: KernelContext,
  { blas, kernel }: NativeKernel,
  left: MatrixRead,
  right: MatrixRead,
  output: Location,
): boolean {
  const { dtype, shape } = output;
  const m = shape.at(-2) as number;
  const n = shape.at(-1) as number;
  const k = left.shape.at(-1) as number;
  if ((dtype !== 'float32' && dtype !== 'float64') || !blas.suits(dtype, m, n, k)) return false;
  const a = stored(context, left, m, k);
  const b = stored(context, right, k, n);
  const bytes = bytesPerElement[dtype];
  const parts = partsOf(m, n, k);
  const starts = startsOf(a.read, b.read, output, bytes);
  const count = starts.length * parts.length;
  const lanes = Math.min(context.threads, count, Math.max(1, Math.floor((sizeOf(shape) * k) / leastShared)));
  const launch = (index: number): void => {
    const start = starts[Math.floor(index / parts.length)] as (typeof starts)[number];
    const part = parts[index % parts.length] as Part;
    const product = { dtype, m: part.m, n: part.n, k, lda: a.leading, ldb: b.leading, ldc: n, accumulate: false };
    const transposes = { transposeA: a.isTransposed, transposeB: b.isTransposed };
    const offsetA = part.row * (a.isTransposed ? 1 : a.leading) * bytes;
    const offsetB = part.column * (b.isTransposed ? b.leading : 1) * bytes;
    const offsetC = (part.row * n + part.column) * bytes;
    const addresses = [start.a + offsetA, start.b + offsetB, start.c + offsetC] as const;
    context.launch(kernel, toValues({ ...product, ...transposes }, ...addresses));
  };
  const run = (from: number, to: number): void => {
    for (let index = from; index < to; index++) launch(index);
  };
  if (lanes < 2) run(0, count);
  else {
    context.lanes(lanes, (lane) => run(Math.floor((count * lane) / lanes), Math.floor((count * (lane + 1)) / lanes)));
  }
  return true;
}

interface Stored {
  readonly read: MatrixRead;
  readonly isTransposed: boolean;
  readonly leading: number;
}

/** How a matrix lies in memory. One whose elements are neighbours neither along rows nor columns is copied first. */
function stored(context: KernelContext, read: MatrixRead, rows: number, columns: number): Stored {
  const row = read.strides.at(-2) as number;
  const column = read.strides.at(-1) as number;
  if ((column === 1 || columns === 1) && (row >= columns || rows === 1)) {
    return { read, isTransposed: false, leading: Math.max(row, columns) };
  }
  if ((row === 1 || rows === 1) && (column >= rows || columns === 1)) {
    return { read, isTransposed: true, leading: Math.max(column, rows) };
  }
  const { shape, dtype, strides } = read;
  const copy = { shape, dtype, offset: context.scratch(sizeOf(shape) * bytesPerElement[dtype]) };
  runView(context, read, strides, 0, copy);
  return { read: { ...copy, strides: stridesOf(shape) }, isTransposed: false, leading: columns };
}

/** Parts of C of about the same size, along its longer side. */
function partsOf(m: number, n: number, k: number): Part[] {
  const doublings = Math.log2((m * n * k) / leastCut);
  const count = doublings < 0 ? 1 : Math.min(mostParts, 2 ** (1 + Math.floor(doublings / 8)));
  const side = Math.max(m, n);
  const size = count < 2 ? side : Math.ceil(side / count / partUnit) * partUnit;
  return Array.from({ length: Math.ceil(side / size) }, (_, index): Part => {
    const from = index * size;
    const length = Math.min(size, side - from);
    return m >= n ? { row: from, column: 0, m: length, n } : { row: 0, column: from, m, n: length };
  });
}

/** Where the matrices of each product start, in bytes. */
function startsOf(
  a: MatrixRead,
  b: MatrixRead,
  { shape, offset }: Location,
  bytes: number,
): { readonly a: number; readonly b: number; readonly c: number }[] {
  const strides = stridesOf(shape);
  let starts = [{ a: a.offset, b: b.offset, c: offset }];
  for (let axis = 0; axis < shape.length - 2; axis++) {
    const along = Array.from({ length: shape[axis] as number }, (_, index) => index * bytes);
    const [byA, byB, byC] = [a.strides[axis] as number, b.strides[axis] as number, strides[axis] as number];
    starts = starts.flatMap((start) =>
      along.map((step) => ({ a: start.a + step * byA, b: start.b + step * byB, c: start.c + step * byC })),
    );
  }
  return starts;
}
