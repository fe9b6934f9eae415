import type { MatrixProduct } from '@adjoint/core';

/** C interfaces of BLAS count in 32 bits. */
const largest = 2 ** 31 - 1;

/**
 * The library only prints what is wrong, and leaves C as it is.
 *
 * @throws RangeError for sizes or leading dimensions that no matrix has
 */
export function checkProduct({ m, n, k, lda, ldb, ldc, transposeA, transposeB }: MatrixProduct): void {
  checkSize('m', m, 1);
  checkSize('n', n, 1);
  checkSize('k', k, 1);
  checkSize('lda', lda, transposeA ? m : k);
  checkSize('ldb', ldb, transposeB ? k : n);
  checkSize('ldc', ldc, n);
}

function checkSize(name: string, size: number, least: number): void {
  if (Number.isInteger(size) && size >= least && size <= largest) return;
  const bound = name.startsWith('ld') ? `${least}, the length of a row,` : least;
  throw new RangeError(`blas: ${name} must be an integer from ${bound} to ${largest}, got ${size}`);
}
