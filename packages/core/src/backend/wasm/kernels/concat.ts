import { bytesPerElement } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { KernelContext } from '../context.js';
import type { Location } from '../location.js';
import { copyRows } from './movement-rows.js';

/** Joins inputs along an axis. */
export function runConcat(context: KernelContext, inputs: readonly Location[], axis: number, output: Location): void {
  const bytes = bytesPerElement[output.dtype];
  const count = sizeOf(output.shape.slice(0, axis));
  const step = sizeOf(output.shape.slice(axis)) * bytes;
  let { offset } = output;
  for (const input of inputs) {
    const rowBytes = sizeOf(input.shape.slice(axis)) * bytes;
    copyRows(context, { offset: input.offset, step: rowBytes }, { offset, step }, count, rowBytes);
    offset += rowBytes;
  }
}
