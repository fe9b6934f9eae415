import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import { input } from '../../scalar.js';
import type { KernelContext } from '../context.js';
import type { Location } from '../location.js';
import { collapse } from './access.js';
import { copyBytes } from './bytes.js';
import { runElementwise } from './elementwise.js';
import { isTransposition, runTransposition } from './view-transpose.js';

const element = input(0);

/** Bits are copied whatever they mean; bytes need no mask. */
const bits: Readonly<Record<DType, DType>> = {
  float32: 'float32',
  float64: 'float64',
  int32: 'int32',
  uint8: 'uint8',
  bool: 'uint8',
};

/** Reads the input through strides, in elements, from a position on: permute, expand, slice, flip, diagonal. */
export function runView(
  context: KernelContext,
  source: Location,
  strides: readonly number[],
  offset: number,
  output: Location,
): void {
  const dtype = bits[source.dtype];
  const traversal = collapse(output.shape, [{ strides }]);
  const at = source.offset + offset * bytesPerElement[dtype];
  if (traversal.outer.length === 0 && traversal.kinds[0] === 'contiguous') {
    copyBytes(context, at, output.offset, traversal.count * bytesPerElement[dtype]);
  } else if (isTransposition(traversal)) {
    runTransposition(context, traversal, at, output.offset, bytesPerElement[dtype]);
  } else {
    const { shape } = output;
    runElementwise(context, element, [], [{ ...source, dtype, strides, start: offset }], { ...output, shape, dtype });
  }
}
