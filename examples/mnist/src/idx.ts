import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** The element types of IDX, by their code in the file. */
export type IdxElementType = 'uint8' | 'int8' | 'int16' | 'int32' | 'float32' | 'float64';

/** The typed array that holds the elements of each type. */
export interface IdxElements {
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

/** The content of an IDX file: its elements in row-major order. */
export type IdxArray = {
  [T in IdxElementType]: {
    readonly elementType: T;
    readonly dimensions: readonly number[];
    readonly data: IdxElements[T];
  };
}[IdxElementType];

/** A file that is no IDX file, or a damaged one. The message names the file, what was expected, and what was found. */
export class IdxFormatError extends Error {
  override readonly name = 'IdxFormatError';

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
  }
}

const ELEMENT_TYPES: ReadonlyMap<number, { readonly type: IdxElementType; readonly bytes: number }> = new Map([
  [0x08, { type: 'uint8', bytes: 1 }],
  [0x09, { type: 'int8', bytes: 1 }],
  [0x0b, { type: 'int16', bytes: 2 }],
  [0x0c, { type: 'int32', bytes: 4 }],
  [0x0d, { type: 'float32', bytes: 4 }],
  [0x0e, { type: 'float64', bytes: 8 }],
]);

const MAGIC_BYTES = 4;
const DIMENSION_BYTES = 4;

/**
 * Reads an IDX file, gzipped or not.
 *
 * @param path The file; a gzipped one is recognised by its first bytes, whatever it is called.
 * @throws IdxFormatError when the file is not a whole IDX file.
 */
export async function readIdx(path: string): Promise<IdxArray> {
  return parseIdx(await readFile(path), path);
}

/**
 * Parses the bytes of an IDX file, gzipped or not: two zero bytes, the code of the element type, the number of dimensions,
 * each dimension as a big-endian uint32, then the elements, big-endian, in row-major order.
 *
 * Nothing is allocated from what the header claims before it is compared with the bytes that are there.
 *
 * @param bytes The content of the file. Bytes of type uint8 and int8 are not copied out of it.
 * @param file What error messages call the file.
 * @throws IdxFormatError when the bytes are not a whole IDX file.
 *
 * Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits", section "File formats".
 */
export function parseIdx(bytes: Uint8Array, file: string): IdxArray {
  const content = isGzip(bytes) ? gunzip(bytes, file) : bytes;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const { element, dimensions, headerBytes } = readHeader(view, file);

  // Exact, whatever the header claims: 255 dimensions of 2^32 overflow a float64.
  const claimed = dimensions.reduce((product, size) => product * BigInt(size), BigInt(element.bytes));
  const found = content.byteLength - headerBytes;
  if (claimed !== BigInt(found)) {
    throw new IdxFormatError(
      file,
      `the header announces ${dimensions.join(' x ')} elements of ${element.type}, which is ${claimed} bytes of data, ` +
        `but ${found} bytes follow it. The file is ${claimed > found ? 'truncated' : 'too long'} or damaged.`,
    );
  }
  return readElements(view, headerBytes, element.type, dimensions);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function gunzip(bytes: Uint8Array, file: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new IdxFormatError(
      file,
      `expected a whole gzip stream, but its ${bytes.length} bytes do not unpack (${reason}). ` +
        'The file is truncated or damaged.',
      { cause },
    );
  }
}

function readHeader(view: DataView, file: string) {
  if (view.byteLength < MAGIC_BYTES) {
    throw new IdxFormatError(file, `expected an IDX header of at least 4 bytes, found ${view.byteLength} bytes.`);
  }
  const magic = view.getUint32(0);
  const shown = `0x${magic.toString(16).padStart(8, '0')}`;
  if (magic >>> 16 !== 0) {
    throw new IdxFormatError(file, `expected an IDX file, which begins with two zero bytes, found the magic ${shown}.`);
  }
  const element = ELEMENT_TYPES.get(magic >>> 8);
  if (element === undefined) {
    const known = Array.from(ELEMENT_TYPES, ([code, { type }]) => `0x0${code.toString(16)} (${type})`).join(', ');
    throw new IdxFormatError(file, `expected an element type among ${known}, found the magic ${shown}.`);
  }
  const rank = magic & 0xff;
  if (rank === 0) {
    throw new IdxFormatError(file, `expected at least one dimension, found none (magic ${shown}).`);
  }
  const headerBytes = MAGIC_BYTES + rank * DIMENSION_BYTES;
  if (view.byteLength < headerBytes) {
    throw new IdxFormatError(
      file,
      `the magic ${shown} announces ${rank} dimensions, a header of ${headerBytes} bytes, ` +
        `but the file has ${view.byteLength} bytes. It is truncated or damaged.`,
    );
  }
  const dimensions = Array.from({ length: rank }, (_, axis) => view.getUint32(MAGIC_BYTES + axis * DIMENSION_BYTES));
  return { element, dimensions, headerBytes };
}

function readElements(
  view: DataView,
  start: number,
  elementType: IdxElementType,
  dimensions: readonly number[],
): IdxArray {
  const bytes = view.byteLength - start;
  const offset = view.byteOffset + start;
  switch (elementType) {
    case 'uint8':
      return { elementType, dimensions, data: new Uint8Array(view.buffer, offset, bytes) };
    case 'int8':
      return { elementType, dimensions, data: new Int8Array(view.buffer, offset, bytes) };
    case 'int16':
      return { elementType, dimensions, data: fill(new Int16Array(bytes / 2), (i) => view.getInt16(start + 2 * i)) };
    case 'int32':
      return { elementType, dimensions, data: fill(new Int32Array(bytes / 4), (i) => view.getInt32(start + 4 * i)) };
    case 'float32':
      return {
        elementType,
        dimensions,
        data: fill(new Float32Array(bytes / 4), (i) => view.getFloat32(start + 4 * i)),
      };
    case 'float64':
      return {
        elementType,
        dimensions,
        data: fill(new Float64Array(bytes / 8), (i) => view.getFloat64(start + 8 * i)),
      };
  }
}

function fill<A extends Int16Array | Int32Array | Float32Array | Float64Array>(
  array: A,
  element: (index: number) => number,
): A {
  for (let i = 0; i < array.length; i++) array[i] = element(i);
  return array;
}
