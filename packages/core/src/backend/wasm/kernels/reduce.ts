import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Combine } from '../../contract.js';
import type { Kernel, KernelContext } from '../context.js';
import type { Location } from '../location.js';
import { collapse, type Extent, type Piece, split } from './reduce-axes.js';
import { bandRows, columnsBody, columnsSignature } from './reduce-columns.js';
import { accumulationOf } from './reduce-combine.js';
import { createSink, createSource } from './reduce-elements.js';
import { rowsBody, rowsSignature, shortRow, shortRowsBody } from './reduce-rows.js';

/** Contiguous elements in memory. */
export interface Elements {
  readonly offset: number;
  readonly dtype: DType;
}

/**
 * Reduces over axes, which stay as size 1. An empty reduction gives the identity. NaN propagates, int32 wraps around,
 * float32 sums and products are rounded once, at the end. Which elements are joined in which order depends on the shape
 * and the axes alone.
 */
export function runReduce(
  context: KernelContext,
  combine: Combine,
  axes: readonly number[],
  input: Location,
  output: Location,
): void {
  const outputs = sizeOf(output.shape);
  if (outputs === 0) return;
  if (sizeOf(input.shape) === 0) {
    reducePiece(context, combine, input, output, whole({ outer: outputs, reduced: 0, inner: 1 }));
    return;
  }
  let from: Elements = input;
  const extents = collapse(input.shape, axes);
  for (const [index, extent] of extents.entries()) {
    const isLast = index === extents.length - 1;
    const to = isLast ? output : unfinished(context, combine, from.dtype, extent.outer * extent.inner);
    reduceAxis(context, combine, from, to, extent);
    from = to;
  }
}

function reduceAxis(context: KernelContext, combine: Combine, from: Elements, to: Elements, extent: Extent): void {
  const parts = split(extent);
  if (parts === undefined) {
    reducePiece(context, combine, from, to, whole(extent));
    return;
  }
  const { outer, inner } = extent;
  const between = unfinished(context, combine, from.dtype, outer * parts.results * inner);
  for (const piece of parts.pieces) reducePiece(context, combine, from, between, piece, inner);
  reducePiece(context, combine, between, to, whole({ outer, reduced: parts.results, inner }));
}

export function whole(extent: Extent): Piece {
  return { ...extent, input: 0, inputStride: extent.reduced, output: 0, outputStride: 1 };
}

/** Bytes for results that are still to be joined. */
function unfinished(context: KernelContext, combine: Combine, from: DType, elements: number): Elements {
  const { dtype } = accumulationOf(combine, from);
  return { offset: context.scratch(elements * bytesPerElement[dtype]), dtype };
}

/** Runs the kernel for a piece, whose positions count rows of `rowElements`. */
export function reducePiece(
  context: KernelContext,
  combine: Combine,
  from: Elements,
  to: Elements,
  piece: Piece,
  rowElements: number = piece.inner,
): void {
  const { outer, reduced, inner } = piece;
  const fromRow = rowElements * bytesPerElement[from.dtype];
  const toRow = rowElements * bytesPerElement[to.dtype];
  const input = from.offset + piece.input * fromRow;
  const output = to.offset + piece.output * toRow;
  const inputStride = piece.inputStride * fromRow;
  if (inner === 1) {
    const access = reduced > 0 && reduced < shortRow ? 'short-rows' : 'rows';
    const kernel = kernelOf(context, access, combine, from.dtype, to.dtype);
    context.launch(kernel, [input, output, outer, inputStride, reduced]);
    return;
  }
  const running = reduced > bandRows ? unfinished(context, combine, from.dtype, inner).offset : 0;
  const kernel = kernelOf(context, 'columns', combine, from.dtype, to.dtype);
  const values = [input, output, running, outer, inputStride, piece.outputStride * toRow, reduced, inner];
  context.launch(kernel, values);
}

const accesses = {
  rows: { signature: rowsSignature, body: rowsBody },
  'short-rows': { signature: rowsSignature, body: shortRowsBody },
  columns: { signature: columnsSignature, body: columnsBody },
};

function kernelOf(
  context: KernelContext,
  access: keyof typeof accesses,
  combine: Combine,
  from: DType,
  to: DType,
): Kernel {
  return context.kernel(`reduce ${access} ${combine} ${from} ${to}`, (module) => {
    const accumulation = accumulationOf(combine, from);
    const source = createSource(from, accumulation.kind);
    const sink = createSink(to, accumulation.kind);
    const { signature, body } = accesses[access];
    module.export('run', signature, (f) => body(f, accumulation, source, sink));
  });
}
