import { deflateSync } from 'fflate';
import { captureTensors, type NamedTensors } from '../elements/capture.js';
import { encodeCaptured } from '../npy/encode-npy.js';
import { type Chunks, concatenate } from '../source/concatenate.js';
import { encodeText, isWellFormed } from '../source/text.js';
import { crc32 } from './crc32.js';
import {
  centralHeader,
  deflated,
  elsewhere16,
  elsewhere32,
  endRecord,
  isUtf8,
  localHeader,
  stored,
} from './zip-records.js';

/** How an npz file is written. */
export interface NpzEncoding {
  /** Whether arrays are compressed, as by NumPy's `savez_compressed`; false unless given. */
  readonly compress?: boolean;
}

/** The first day that a zip file can name: equal arrays make equal files. */
const date = (1 << 5) | 1;
/** The version of the format that is needed to read it, 2.0. */
const version = 20;

/**
 * An npz file as bytes: what NumPy's `load` reads. Tensors of the same names and values make the same bytes, in whatever
 * order they come.
 *
 * The tensors are taken as they are at the call.
 *
 * @throws TypeError where something is no tensor, or a name cannot be written
 * @throws RangeError beyond 4 GiB or 65,534 tensors, where safetensors has no such limits
 */
export async function encodeNpz(tensors: NamedTensors, options: NpzEncoding = {}): Promise<Uint8Array<ArrayBuffer>> {
  return concatenate(npzChunks(tensors, options));
}

/** The pieces of an npz file. The tensors are taken now. */
export function npzChunks(tensors: NamedTensors, { compress = false }: NpzEncoding = {}): Chunks {
  const captured = [...captureTensors('npz', tensors)].sort(([a], [b]) => (a < b ? -1 : 1));
  const names = captured.map(([name]) => encodeName(name));
  if (names.length >= elsewhere16) {
    throw new RangeError(`npz: ${names.length} tensors are too many for one file; write safetensors instead`);
  }
  return (async function* () {
    const directory: Uint8Array[] = [];
    let offset = 0;
    for (const [index, [, tensor]] of captured.entries()) {
      const name = names[index] as Uint8Array;
      const content = await encodeCaptured(tensor);
      const data = compress ? deflateSync(content) : content;
      const entry = { name, crc: crc32(content), size: content.length, compressed: data.length, compress };
      const header = encodeHeader(entry);
      directory.push(encodeHeader(entry, offset));
      yield header;
      yield data;
      offset += header.length + data.length;
      checkSize(offset);
    }
    const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
    checkSize(offset + directoryBytes);
    yield* directory;
    yield encodeEnd(directory.length, directoryBytes, offset);
  })();
}

interface WrittenEntry {
  readonly name: Uint8Array;
  readonly crc: number;
  readonly size: number;
  readonly compressed: number;
  readonly compress: boolean;
}

/** An entry's header: its own, or, given where that stands, the one of the directory. */
function encodeHeader({ name, crc, size, compressed, compress }: WrittenEntry, offset?: number): Uint8Array {
  const { signature, bytes } = offset === undefined ? localHeader : centralHeader;
  const header = new Uint8Array(bytes + name.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, signature, true);
  if (offset !== undefined) {
    view.setUint16(4, version, true);
    view.setUint32(42, offset, true);
  }
  const at = offset === undefined ? 4 : 6;
  view.setUint16(at, version, true);
  view.setUint16(at + 2, name.some((byte) => byte > 0x7f) ? isUtf8 : 0, true);
  view.setUint16(at + 4, compress ? deflated : stored, true);
  view.setUint16(at + 8, date, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, compressed, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name.length, true);
  header.set(name, bytes);
  return header;
}

function encodeEnd(entries: number, directoryBytes: number, directoryStart: number): Uint8Array {
  const record = new Uint8Array(endRecord.bytes);
  const view = new DataView(record.buffer);
  view.setUint32(0, endRecord.signature, true);
  view.setUint16(8, entries, true);
  view.setUint16(10, entries, true);
  view.setUint32(12, directoryBytes, true);
  view.setUint32(16, directoryStart, true);
  return record;
}

function encodeName(name: string): Uint8Array {
  const bytes = encodeText(`${name}.npy`);
  if (!isWellFormed(name) || bytes.length > elsewhere16) {
    throw new TypeError(
      `npz: a name must be a text of whole characters and at most 65,531 bytes, got ${JSON.stringify(name)}`,
    );
  }
  return bytes;
}

function checkSize(bytes: number): void {
  if (bytes < elsewhere32) return;
  throw new RangeError('npz: the tensors take more than the 4 GiB that fit in one file; write safetensors instead');
}
