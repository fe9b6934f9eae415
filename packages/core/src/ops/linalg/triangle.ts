import { showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import { arange } from '../creation/arange.js';
import { zerosLike } from '../creation/full.js';
import { checkOffset } from './offset.js';

/**
 * The lower triangle of the last two axes: the elements with column − row ≤ offset, zero elsewhere. The gradient is
 * the lower triangle of the cotangent.
 *
 * @throws RangeError where x has fewer than two axes, or the offset is no integer
 */
export function tril<X extends AnyTensor>(x: X, offset?: number): Tensor<X['shape'], X['dtype']>;
export function tril(x: AnyTensor, offset = 0): AnyTensor {
  const [row, column] = positions('tril', x, offset);
  return column.le(row.add(offset)).where(x, zerosLike(x));
}

/**
 * The upper triangle of the last two axes: the elements with column − row ≥ offset, zero elsewhere. The gradient is
 * the upper triangle of the cotangent.
 *
 * @throws RangeError where x has fewer than two axes, or the offset is no integer
 */
export function triu<X extends AnyTensor>(x: X, offset?: number): Tensor<X['shape'], X['dtype']>;
export function triu(x: AnyTensor, offset = 0): AnyTensor {
  const [row, column] = positions('triu', x, offset);
  return column.ge(row.add(offset)).where(x, zerosLike(x));
}

/** The row and the column number of each element of the last two axes, to be broadcast. */
function positions(op: string, x: AnyTensor, offset: number): [row: AnyTensor, column: AnyTensor] {
  checkOffset(op, offset);
  if (x.shape.length < 2) {
    throw new RangeError(`${op}: expected matrices, got a tensor of shape ${showShape(x.shape)}; it needs two axes`);
  }
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  return [arange(rows).reshape([rows, 1]), arange(columns)];
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The lower triangle of the last two axes; see {@link tril}. */
    tril<Me extends AnyTensor>(this: Me, offset?: number): Tensor<Me['shape'], Me['dtype']>;
    /** The upper triangle of the last two axes; see {@link triu}. */
    triu<Me extends AnyTensor>(this: Me, offset?: number): Tensor<Me['shape'], Me['dtype']>;
  }
}
