import type { AnyTensor, DType, Shape } from '@adjoint/core';
import { captureTensors } from '../elements/capture.js';
import { encodeElements } from '../elements/encode.js';
import { type Chunks, concatenate } from '../source/concatenate.js';
import { encodeText } from '../source/text.js';

/** How NumPy calls the dtypes. */
const descrOf: Readonly<Record<DType, string>> = {
  float64: '<f8',
  float32: '<f4',
  int32: '<i4',
  uint8: '|u1',
  bool: '|b1',
};

/** Elements start at a multiple of this, so that the file can be mapped into memory. */
const alignment = 64;

/**
 * A tensor as an npy file, which NumPy's `load` reads: version 1.0, in C's order. It is taken as it is at the call.
 *
 * @throws TypeError where it is no tensor
 */
export async function encodeNpy(tensor: AnyTensor): Promise<Uint8Array<ArrayBuffer>> {
  return concatenate(npyChunks(tensor));
}

/** The pieces of an npy file. The tensor is taken now. */
export function npyChunks(tensor: AnyTensor): Chunks {
  const captured = captureTensors('npy', { tensor }).get('tensor') as AnyTensor;
  return (async function* () {
    yield encodeHeader(captured.dtype, captured.shape);
    yield await encodeElements(captured);
  })();
}

/** An npy file of a tensor that was captured. */
export async function encodeCaptured(tensor: AnyTensor): Promise<Uint8Array<ArrayBuffer>> {
  const header = encodeHeader(tensor.dtype, tensor.shape);
  const elements = await encodeElements(tensor);
  const bytes = new Uint8Array(header.length + elements.length);
  bytes.set(header);
  bytes.set(elements, header.length);
  return bytes;
}

function encodeHeader(dtype: DType, shape: Shape): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = encodeText(`{'descr': '${descrOf[dtype]}', 'fortran_order': False, 'shape': (${sizes}), }`);
  // The magic string, the version, the length of the text in two bytes, the text, a line feed.
  const length = Math.ceil((10 + text.length + 1) / alignment) * alignment;
  const header = new Uint8Array(length).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(header.buffer).setUint16(8, length - 10, true);
  header.set(text, 10);
  header[length - 1] = 0x0a;
  return header;
}
