import type { NativeLibrary } from '../native-library.js';

/** A kind of BLAS library: how to tell it, and what to do before its first product. */
export interface LibraryKind {
  readonly name: string;
  recognises(library: NativeLibrary): boolean;
  /**
   * Makes it compute on one thread and the same bits each time, and asks what it is.
   *
   * @throws Error where it is of no use, such as for 64-bit integers
   */
  start(library: NativeLibrary): LibraryDetails;
}

export interface LibraryDetails {
  /** Undefined where the library does not tell. */
  readonly version?: string | undefined;
  /** The processor whose kernels it uses, as the library calls it. */
  readonly core?: string | undefined;
  /**
   * Products of more multiply-adds than this have the same bits however their operands are stored: the library packs
   * them first. Smaller ones, or all where it is not known, are given operands that are not transposed.
   */
  readonly packsAbove: number;
  readonly worthwhile: Worthwhile;
  /** Copies the transpose of a matrix; undefined where only the BLAS's own copies do. */
  readonly transpose?: { readonly [DType in 'float32' | 'float64']: Transpose } | undefined;
}

/** From how many rows and multiply-adds on a library is faster than the generated kernels; measured. */
export interface Worthwhile {
  readonly rows: number;
  readonly products: number;
}

/** Where nothing better is known: BLIS's measure. */
export const usuallyWorthwhile: Worthwhile = { rows: 4, products: 16_384 };

/** Copies a rows×columns matrix to its transpose. Addresses, and leading dimensions in elements; row-major. */
export type Transpose = (
  rows: number,
  columns: number,
  source: number,
  sourceRow: number,
  target: number,
  targetRow: number,
) => void;
