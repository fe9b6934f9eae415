import type { Reader } from '../source/reader.js';
import { encodeText } from '../source/text.js';
import { crc32 } from './crc32.js';
import { inflate } from './inflate.js';
import type { ZipEntry } from './zip-directory.js';
import { localHeader } from './zip-records.js';

/** The whole entry. */
export async function readEntry(reader: Reader, entry: ZipEntry): Promise<Uint8Array> {
  const bytes = await readBytes(reader, entry, entry.size);
  if (crc32(bytes) !== entry.crc) reader.fail(`entry '${entry.name}' is corrupt: its checksum is another`);
  return bytes;
}

/** The first bytes of an entry; fewer where it has not so many. They are not checked against its checksum. */
export async function readEntryStart(reader: Reader, entry: ZipEntry, length: number): Promise<Uint8Array> {
  return readBytes(reader, entry, Math.min(length, entry.size));
}

async function readBytes(reader: Reader, entry: ZipEntry, length: number): Promise<Uint8Array> {
  const what = `entry '${entry.name}'`;
  const data = await locateData(reader, entry);
  if (!entry.isDeflated) return reader.read(data, length, what);
  try {
    const read = (offset: number, piece: number): Promise<Uint8Array> => reader.read(data + offset, piece, what);
    return await inflate(read, entry.compressed, length, length === entry.size);
  } catch (error) {
    return reader.fail(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Where an entry's data starts: behind its own header, whose name and extra field may be of any length. */
async function locateData(reader: Reader, { name, start, end, compressed }: ZipEntry): Promise<number> {
  const expected = encodeText(name);
  const bytes = await reader.read(start, localHeader.bytes + expected.length, `the header of entry '${name}'`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const nameBytes = view.getUint16(26, true);
  const isNamed = nameBytes === expected.length && expected.every((byte, at) => byte === bytes[localHeader.bytes + at]);
  if (view.getUint32(0, true) !== localHeader.signature || !isNamed) {
    reader.fail(`where entry '${name}' should start, there is another or none`);
  }
  const data = start + localHeader.bytes + nameBytes + view.getUint16(28, true);
  if (data + compressed > end) reader.fail(`entry '${name}' runs into what comes behind it`);
  return data;
}
