import type { ProductStack } from './matmul-stack.js';

/** Parts that threads share are made of so many rows or columns at least. */
export interface SplitUnits {
  readonly rows: number;
  readonly columns: number;
}

/**
 * The stack in at most so many parts of about the same size: of products, of rows or of columns. Of rows and columns
 * those are split of which there are more, so that the operand that all parts read is the smaller one.
 */
export function splitStack(stack: ProductStack, count: number, units: SplitUnits): ProductStack[] {
  const { m, n, products, a, b, c, starts } = stack;
  if (count < 2) return [stack];
  const shifted = (byA: number, byB: number, byC: number): ProductStack['starts'] =>
    starts.map((start) => ({ a: start.a + byA, b: start.b + byB, c: start.c + byC }));
  if (starts.length >= count) {
    return ranges(starts.length, count, 1).map(({ from, size }) => {
      return { ...stack, starts: starts.slice(from, from + size) };
    });
  }
  if (products >= count) {
    return ranges(products, count, 1).map(({ from, size }) => {
      return { ...stack, products: size, starts: shifted(from * a.next, from * b.next, from * c.next) };
    });
  }
  if (m >= n) {
    return ranges(m, count, units.rows).map(({ from, size }) => {
      return { ...stack, m: size, starts: shifted(from * a.row, 0, from * c.row) };
    });
  }
  return ranges(n, count, units.columns).map(({ from, size }) => {
    return { ...stack, n: size, starts: shifted(0, from * b.column, from * c.column) };
  });
}

/** So many ranges at most, of whole units but for the last one. */
function ranges(total: number, count: number, unit: number): { readonly from: number; readonly size: number }[] {
  const size = Math.ceil(total / count / unit) * unit;
  return Array.from({ length: Math.ceil(total / size) }, (_, index) => {
    return { from: index * size, size: Math.min(size, total - index * size) };
  });
}
