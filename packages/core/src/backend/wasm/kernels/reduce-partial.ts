import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import type { Shape } from '../../../graph/shape.js';
import type { Combine } from '../../contract.js';
import type { KernelContext } from '../context.js';
import type { Location } from '../location.js';
import { reducePiece, whole } from './reduce.js';
import { collapse, type Extent, split } from './reduce-axes.js';
import { accumulationOf } from './reduce-combine.js';

/**
 * A long reduction over the leading axes in two steps: pieces of so many rows are reduced to some rows of intermediate
 * results each, then these to the result. The pieces and their order are those of the reduction in one go.
 */
export interface PartialReduction {
  readonly combine: Combine;
  readonly from: DType;
  readonly extent: Extent;
  /** Rows of `extent.inner` elements that a piece has; the last one may have fewer. */
  readonly pieceRows: number;
  /** Rows of results of a whole piece. */
  readonly fold: number;
  /** All rows of results, each of `extent.inner` elements. */
  readonly results: number;
  /** The dtype of the intermediate results. */
  readonly dtype: DType;
}

/** How a reduction is done in two steps, or undefined where it is not. */
export function partialReduction(
  combine: Combine,
  shape: Shape,
  axes: readonly number[],
  from: DType,
): PartialReduction | undefined {
  const extents = collapse(shape, axes);
  const [extent] = extents;
  if (extent === undefined || extents.length > 1 || extent.outer > 1) return undefined;
  const parts = split(extent);
  const first = parts?.pieces[0];
  if (parts === undefined || first === undefined || first.outer === 1) return undefined;
  const { dtype } = accumulationOf(combine, from);
  const { results } = parts;
  return { combine, from, extent, pieceRows: first.inputStride, fold: first.outputStride, results, dtype };
}

/** Reduces rows from one that starts a piece up to one that starts another, or to the end. */
export function runPartial(
  context: KernelContext,
  { combine, extent, pieceRows, fold }: PartialReduction,
  input: Location,
  rows: number,
  output: Location,
): void {
  const { inner } = extent;
  const pieces = Math.floor(rows / pieceRows);
  const rest = rows - pieces * pieceRows;
  const strides = { input: 0, inputStride: pieceRows, output: 0, outputStride: fold };
  if (pieces > 0) {
    const folded = { outer: pieces, reduced: pieceRows / fold, inner: inner * fold };
    reducePiece(context, combine, input, output, { ...strides, ...folded }, inner);
  }
  if (rest > 0) {
    const behind = { input: pieces * pieceRows, inputStride: rest, output: pieces * fold, outputStride: 1 };
    reducePiece(context, combine, input, output, { ...behind, outer: 1, reduced: rest, inner }, inner);
  }
}

/** Reduces the results of all pieces. */
export function runFinal(
  context: KernelContext,
  { combine, extent: { inner }, results }: PartialReduction,
  input: Location,
  output: Location,
): void {
  reducePiece(context, combine, input, output, whole({ outer: 1, reduced: results, inner }));
}

/** Bytes of the results of one row. */
export function partialRowBytes({ extent, dtype }: PartialReduction): number {
  return extent.inner * bytesPerElement[dtype];
}
