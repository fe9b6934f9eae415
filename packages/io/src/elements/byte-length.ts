import type { Shape } from '@adjoint/core';

/** As many axes as NumPy allows. */
export const mostAxes = 64;

/**
 * How many bytes the elements of a shape take, or undefined where that is no whole number below 2⁵³, which no file
 * holds. Sizes of 0 do not excuse the others: strides are computed from them.
 *
 * @param shape safe integers of at least 0
 * @param bitsPerElement some types of other programs are smaller than a byte
 */
export function byteLengthOf(shape: Shape, bitsPerElement: number): number | undefined {
  let bits = bitsPerElement;
  for (const size of shape) {
    if (size > 0) bits *= size;
    if (!Number.isSafeInteger(bits)) return undefined;
  }
  if (shape.includes(0)) return 0;
  return bits % 8 === 0 ? bits / 8 : undefined;
}
