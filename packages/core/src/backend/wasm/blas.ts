/**
 * Matrix products by a native library, on the backend's own memory. `@adjoint/blas` makes one.
 *
 * The bits of a product depend on its dtype, m, n, k, `accumulate` and the elements alone: not on whether an operand is
 * stored transposed, nor on leading dimensions, addresses or threads. They do depend on the number of rows, so a part of
 * a product need not have the bits of the whole. They differ from those of the generated kernels by rounding.
 */
export interface Blas {
  readonly description: BlasDescription;
  /** How another thread gets at the same library: a module for the pool of workers (see threads/start.ts), and what it is given. */
  readonly extension: { readonly url: string; readonly data: unknown };
  /** Whether it is faster than the generated kernels at m×k times k×n. Decided by these alone. */
  suits(dtype: MatrixProduct['dtype'], m: number, n: number, k: number): boolean;
  /**
   * The address of a buffer's first byte. It holds until the buffer is detached or collected: ask again after a memory
   * has grown.
   *
   * @throws TypeError for a detached or an empty buffer
   */
  address(memory: ArrayBufferLike): number;
  /**
   * Everything about a product but where its matrices are; keep it as one keeps a kernel. Nothing checks the addresses:
   * one that points anywhere else reads or overwrites what is there.
   *
   * @throws RangeError for sizes or leading dimensions that no matrix has
   */
  prepare(product: MatrixProduct): Multiply;
}

export interface BlasDescription {
  /** Name and, where the library tells it, version: 'OpenBLAS 0.3.21'. */
  readonly library: string;
  /** The library's file. A worker attaches to it by `loadBlas({ path })`. */
  readonly path: string;
  /** The processor whose kernels the library uses, as it calls it; undefined where it does not tell. */
  readonly core: string | undefined;
}

/** C = A · B, or C = A · B + C: A is m×k, B is k×n, C is m×n, all in row-major order. Sizes are at least 1. */
export interface MatrixProduct {
  readonly dtype: 'float32' | 'float64';
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Whether A is stored as its transpose, k×m. */
  readonly transposeA: boolean;
  /** Whether B is stored as its transpose, n×k. */
  readonly transposeB: boolean;
  /** The leading dimensions: elements from the start of one stored row to that of the next. */
  readonly lda: number;
  readonly ldb: number;
  readonly ldc: number;
  /** Whether the product is added to what C holds. */
  readonly accumulate: boolean;
}

/** Multiplies the matrices at three addresses: those of A, B and C. */
export type Multiply = (a: number, b: number, c: number) => void;
