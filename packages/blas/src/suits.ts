import type { Blas } from '@adjoint/core';
import type { Worthwhile } from './libraries/details.js';

/**
 * Which products to give to a library. A row times a matrix, or a matrix times a column, never: as its bits depend on
 * whether the matrix is stored transposed, it would have to be copied, which takes longer than the product.
 */
export function suitsOf({ rows, products }: Worthwhile): Blas['suits'] {
  return (_dtype, m, n, k) => m >= rows && n >= 2 && m * n * k >= products;
}
