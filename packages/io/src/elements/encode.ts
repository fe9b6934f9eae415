import { type AnyTensor, bytesPerElement } from '@adjoint/core';
import { isLittleEndian, swapBytes } from './byte-order.js';

/** The elements of a tensor as bytes, row-major, the least significant byte of each first. */
export async function encodeElements(tensor: AnyTensor): Promise<Uint8Array> {
  const elements = await tensor.data();
  const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
  if (!isLittleEndian) swapBytes(bytes, bytesPerElement[tensor.dtype]);
  return bytes;
}
