import type { Reader } from '../source/reader.js';
import { decodeText } from '../source/text.js';
import {
  centralHeader,
  deflated,
  elsewhere16,
  elsewhere32,
  endRecord,
  isEncrypted,
  localHeader,
  longestComment,
  stored,
  zip64EndRecord,
  zip64Extra,
  zip64Locator,
} from './zip-records.js';

/** What the directory of a zip file says of an entry. */
export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc: number;
  /** Bytes in the file. */
  readonly compressed: number;
  /** Bytes that they stand for. */
  readonly size: number;
  /** Where the entry's own header stands, and where its room ends: at the next entry or the directory. */
  readonly start: number;
  readonly end: number;
}

/** Where the directory stands. */
interface Directory {
  readonly start: number;
  readonly bytes: number;
  readonly entries: number;
}

/** More than any file has; each takes hundreds of bytes when it is listed. */
const mostEntries = 2 ** 20;

/** DEFLATE makes at most 258 bytes of 2 bits. */
const mostExpansion = 1032;

/**
 * The directory of a zip file, fully checked: it lies where it must, and its entries lie before it, apart from each other.
 */
export async function readZipDirectory(reader: Reader): Promise<ZipEntry[]> {
  const directory = await locate(reader);
  const bytes = await reader.read(directory.start, directory.bytes, 'the directory');
  const parsed = parseEntries(bytes, directory.entries, (problem) => reader.fail(problem));
  // Two entries in one place would take the same bytes twice.
  const byStart = [...parsed].sort((a, b) => a.start - b.start);
  const ends = new Map<string, number>();
  byStart.forEach(({ name, start, compressed }, index) => {
    const end = byStart[index + 1]?.start ?? directory.start;
    if (start + localHeader.bytes + compressed > end) {
      reader.fail(`entry '${name}' takes more than the ${end - start} bytes that there are up to what comes behind it`);
    }
    ends.set(name, end);
  });
  return parsed.map((entry) => ({ ...entry, end: ends.get(entry.name) as number }));
}

async function locate(reader: Reader): Promise<Directory> {
  const tailBytes = Math.min(reader.size, endRecord.bytes + longestComment);
  const tail = await reader.read(reader.size - tailBytes, tailBytes, 'the end');
  const view = new DataView(tail.buffer, tail.byteOffset, tail.length);
  let at = tail.length - endRecord.bytes;
  const isEnd = (): boolean =>
    view.getUint32(at, true) === endRecord.signature &&
    at + endRecord.bytes + view.getUint16(at + 20, true) === tailBytes;
  while (at >= 0 && !isEnd()) at--;
  if (at < 0) return reader.fail('it is no zip file, or it is cut short: the record at its end is missing');
  const position = reader.size - tailBytes + at;
  const fields = {
    disks: view.getUint16(at + 4, true) | view.getUint16(at + 6, true),
    entries: view.getUint16(at + 10, true),
    bytes: view.getUint32(at + 12, true),
    start: view.getUint32(at + 16, true),
  };
  const isElsewhere = fields.entries === elsewhere16 || fields.bytes === elsewhere32 || fields.start === elsewhere32;
  const located = isElsewhere ? await locateZip64(reader, position) : { ...fields, end: position };
  if (located.disks !== 0) reader.fail('it is one part of a zip file in several');
  const { start, bytes, entries, end } = located;
  if (start + bytes !== end) {
    reader.fail(`its directory should end where its end record stands, at ${end}, but ends at ${start + bytes}`);
  }
  if (entries * centralHeader.bytes > bytes)
    reader.fail(`it claims ${entries} entries in a directory of ${bytes} bytes`);
  if (entries > mostEntries) reader.fail(`it has ${entries} entries; at most ${mostEntries} are read`);
  return { start, bytes, entries };
}

async function locateZip64(reader: Reader, endPosition: number): Promise<Directory & { disks: number; end: number }> {
  const what = 'the zip64 record';
  const locator = viewOf(await reader.read(endPosition - zip64Locator.bytes, zip64Locator.bytes, what));
  if (locator.getUint32(0, true) !== zip64Locator.signature) reader.fail('its zip64 locator is missing');
  const position = toNumber(locator.getBigUint64(8, true));
  const record = viewOf(await reader.read(position, zip64EndRecord.bytes, what));
  if (record.getUint32(0, true) !== zip64EndRecord.signature) reader.fail('its zip64 record is missing');
  return {
    disks: locator.getUint32(4, true) | record.getUint32(16, true) | record.getUint32(20, true),
    entries: toNumber(record.getBigUint64(32, true)),
    bytes: toNumber(record.getBigUint64(40, true)),
    start: toNumber(record.getBigUint64(48, true)),
    end: position,
  };
}

function parseEntries(bytes: Uint8Array, count: number, fail: (problem: string) => never): Omit<ZipEntry, 'end'>[] {
  const view = viewOf(bytes);
  const names = new Set<string>();
  const entries: Omit<ZipEntry, 'end'>[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + centralHeader.bytes > bytes.length || view.getUint32(at, true) !== centralHeader.signature) {
      fail(`entry ${index} of its directory is missing`);
    }
    const nameStart = at + centralHeader.bytes;
    const extraStart = nameStart + view.getUint16(at + 28, true);
    const extraEnd = extraStart + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > bytes.length) fail(`entry ${index} of its directory is cut short`);
    const name = decodeText(bytes.subarray(nameStart, extraStart)) ?? fail(`the name of entry ${index} is not UTF-8`);
    if (names.has(name)) fail(`entry '${name}' comes twice`);
    names.add(name);
    entries.push(parseEntry(view, at, name, viewOf(bytes.subarray(extraStart, extraEnd)), fail));
    at = next;
  }
  if (at !== bytes.length) fail(`its directory has ${bytes.length - at} bytes more than its ${count} entries`);
  return entries;
}

function parseEntry(
  view: DataView,
  at: number,
  name: string,
  extra: DataView,
  fail: (problem: string) => never,
): Omit<ZipEntry, 'end'> {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  if (flags & isEncrypted) fail(`entry '${name}' is encrypted`);
  if (method !== stored && method !== deflated)
    fail(`entry '${name}' is compressed by method ${method}; only DEFLATE is read`);
  const wide = wideFields(extra);
  // Those that do not fit stand in the extra field, in this order.
  const [size, compressed, start] = [24, 20, 42].map((offset) => {
    const value = view.getUint32(at + offset, true);
    if (value !== elsewhere32) return value;
    return wide.shift() ?? fail(`entry '${name}' lacks its zip64 field`);
  }) as [number, number, number];
  const isDeflated = method === deflated;
  if (isDeflated ? size > compressed * mostExpansion : size !== compressed) {
    fail(`entry '${name}' claims that ${compressed} bytes stand for ${size}, which they cannot`);
  }
  return { name, isDeflated, crc: view.getUint32(at + 16, true), compressed, size, start };
}

/** The 64-bit numbers of the zip64 extra field. */
function wideFields(extra: DataView): number[] {
  let at = 0;
  while (at + 4 <= extra.byteLength) {
    const end = at + 4 + extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === zip64Extra) {
      const fields: number[] = [];
      for (let field = at + 4; field + 8 <= Math.min(end, extra.byteLength); field += 8) {
        fields.push(toNumber(extra.getBigUint64(field, true)));
      }
      return fields;
    }
    at = end;
  }
  return [];
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** What is too large to be exact is larger than any file, too. */
function toNumber(value: bigint): number {
  return Number(value);
}
