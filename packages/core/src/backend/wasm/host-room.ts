import { bytesPerElement, type DType, type HostArray } from '../../graph/dtype.js';

/** The part of Node's Buffer that is used where it is there. */
interface BufferInterface {
  allocUnsafeSlow(bytes: number): { readonly buffer: ArrayBuffer };
}

const { Buffer } = globalThis as { readonly Buffer?: BufferInterface };

/** Smaller arrays are filled with zeros in less time than a Buffer is made. */
const leastBytes = 256 * 1024;

/** An array on the host that is about to be written: until then its elements are whatever was there. */
export function hostRoom(dtype: DType, size: number): HostArray {
  const bytes = size * bytesPerElement[dtype];
  const filled = bytes < leastBytes || Buffer === undefined;
  const buffer = filled ? new ArrayBuffer(bytes) : Buffer.allocUnsafeSlow(bytes).buffer;
  switch (dtype) {
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'uint8':
    case 'bool':
      return new Uint8Array(buffer);
  }
}
