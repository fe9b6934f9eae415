import type { ByteSource } from '../../src/index.js';

/** A source that notes what is read, and refuses what is not there. */
export interface CountingSource extends ByteSource {
  readonly reads: (readonly [offset: number, length: number])[];
}

export function countingSource(bytes: Uint8Array): CountingSource {
  const reads: (readonly [number, number])[] = [];
  return {
    name: 'counted',
    size: bytes.length,
    reads,
    read: async (offset, length) => {
      if (!(Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length > 0)) {
        throw new Error(`the source was asked for ${length} bytes at ${offset}`);
      }
      if (offset + length > bytes.length) throw new Error('the source was asked for more than it has');
      reads.push([offset, length]);
      return bytes.slice(offset, offset + length);
    },
  };
}
