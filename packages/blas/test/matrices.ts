import type { Blas, MatrixProduct } from '@adjoint/core';

export type DType = MatrixProduct['dtype'];

export const arrayOf = { float32: Float32Array, float64: Float64Array } as const;
/** Units in the last place of 1. */
export const epsilonOf = { float32: 2 ** -23, float64: 2 ** -52 } as const;

/** Numbers in [−1, 1), the same for the same seed; exact in float32. */
export function numbers(seed: number, count: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >> 8) / 2 ** 23;
  });
}

/** How the operands of a product are stored. */
export interface Storage {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Elements between the rows of A, B and C. */
  readonly gaps?: readonly [a: number, b: number, c: number];
  /** Elements between the operands. */
  readonly shift?: number;
}

export interface Problem {
  readonly dtype: DType;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Row-major, without gaps. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** What C holds before; the product is added to it. Undefined where C is overwritten. */
  readonly c?: readonly number[] | undefined;
}

export function problem(
  dtype: DType,
  [m, n, k]: readonly [number, number, number],
  { accumulate = false, seed = 1 } = {},
): Problem {
  const c = accumulate ? numbers(seed + 2, m * n) : undefined;
  return { dtype, m, n, k, a: numbers(seed, m * k), b: numbers(seed + 1, k * n), c };
}

/**
 * Multiplies in a part of a memory; returns C, row-major, without gaps.
 *
 * @throws Error where anything but C was changed
 */
export function multiply(blas: Blas, memory: ArrayBufferLike, given: Problem, storage: Storage = {}): number[] {
  const { dtype, m, n, k, a, b, c } = given;
  const { transposeA = false, transposeB = false, gaps = [0, 0, 0], shift = 0 } = storage;
  const elements = new arrayOf[dtype](memory as ArrayBuffer).fill(-7);
  const lda = (transposeA ? m : k) + gaps[0];
  const ldb = (transposeB ? k : n) + gaps[1];
  const ldc = n + gaps[2];
  const startA = 16 + shift;
  const startB = startA + (transposeA ? k : m) * lda + 16 + shift;
  const startC = startB + (transposeB ? n : k) * ldb + 16 + shift;
  const indexA = (i: number, p: number): number => startA + (transposeA ? p * lda + i : i * lda + p);
  const indexB = (p: number, j: number): number => startB + (transposeB ? j * ldb + p : p * ldb + j);
  const indexC = (i: number, j: number): number => startC + i * ldc + j;
  for (let i = 0; i < m; i++) for (let p = 0; p < k; p++) elements[indexA(i, p)] = a[i * k + p] as number;
  for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) elements[indexB(p, j)] = b[p * n + j] as number;
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) elements[indexC(i, j)] = c?.[i * n + j] ?? Number.NaN;
  const before = elements.slice();

  const base = blas.address(memory);
  const at = (index: number): number => base + index * elements.BYTES_PER_ELEMENT;
  const sizes = { dtype, m, n, k, lda, ldb, ldc };
  const run = blas.prepare({ ...sizes, transposeA, transposeB, accumulate: c !== undefined });
  run(at(startA), at(startB), at(startC));

  const product: number[] = [];
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) product.push(elements[indexC(i, j)] as number);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) before[indexC(i, j)] = elements[indexC(i, j)] as number;
  let changed = 0;
  while (changed < before.length && Object.is(before[changed], elements[changed])) changed++;
  if (changed < before.length) throw new Error(`element ${changed}, outside of C, became ${elements[changed]}`);
  return product;
}

/** The largest error of a product, in units of what rounding may do to a sum of k + 1 terms. */
export function largestError({ dtype, m, n, k, a, b, c }: Problem, product: readonly number[]): number {
  let largest = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let value = c?.[i * n + j] ?? 0;
      let scale = Math.abs(value);
      for (let p = 0; p < k; p++) {
        const term = (a[i * k + p] as number) * (b[p * n + j] as number);
        value += term;
        scale += Math.abs(term);
      }
      const error = Math.abs((product[i * n + j] as number) - value) / (scale * epsilonOf[dtype] * (k + 1));
      if (!(error <= largest)) largest = Number.isNaN(error) ? Infinity : error;
    }
  }
  return largest;
}
