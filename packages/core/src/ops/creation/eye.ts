import { allocate, checkDType, type DType } from '../../graph/dtype.js';
import { createSource } from '../../graph/node.js';
import { checkShape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';

/**
 * The matrix with ones on the main diagonal and zeros elsewhere, of n rows and (unless said otherwise) n columns.
 *
 * @throws RangeError where a size is no whole number of at least 0
 */
export function eye<const N extends number, const M extends number = N>(
  rows: N,
  columns?: M,
): Tensor<[N, M], 'float32'>;
export function eye<const N extends number, D extends DType, const M extends number = N>(
  rows: N,
  columns: M | undefined,
  dtype: D,
): Tensor<[N, M], D>;
export function eye(rows: number, columns: number = rows, dtype: DType = 'float32'): Tensor {
  checkShape('eye', [rows, columns]);
  checkDType('eye', dtype);
  const host = allocate(dtype, rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) host[i * (columns + 1)] = 1;
  return createSource(host, [rows, columns], dtype);
}
