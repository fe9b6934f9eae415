import type { AnyTensor } from '@adjoint/core';
import { decodeElements, type ReadOptions } from '../elements/decode.js';
import type { NpyHeader } from './parse-header.js';

/**
 * The tensor of an npy file.
 *
 * @param bytes the elements, taken over
 */
export function decodeNpy(
  header: NpyHeader,
  bytes: Uint8Array,
  options: ReadOptions,
  fail: (problem: string) => never,
): AnyTensor {
  const { shape, type, isFortranOrder, descr } = header;
  if (type === undefined) {
    const pickled = descr.includes('O') ? ' (Python objects, which are never unpickled)' : '';
    return fail(`its elements are ${descr}${pickled}; only booleans, integers and floats of up to 64 bits can be read`);
  }
  const isTransposed = isFortranOrder && shape.length > 1;
  const elements = { type, bytes, isLittleEndian: header.isLittleEndian };
  if (!isTransposed) return decodeElements({ ...elements, shape }, options, fail);
  // In Fortran's order it is the transpose of what it would be in C's.
  const transposed = decodeElements({ ...elements, shape: [...shape].reverse() }, options, fail);
  return transposed.permute(shape.map((_, axis) => shape.length - 1 - axis));
}
