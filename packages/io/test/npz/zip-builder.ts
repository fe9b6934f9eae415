import { deflateSync } from 'fflate';
import { crc32 } from '../../src/npz/crc32.js';

/** An entry of a zip file, as it should not be: every field may be another than it ought to. */
export interface BuiltEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly deflate?: boolean;
  /** The bytes in the file, in place of the content or its compressed form. */
  readonly data?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly compressed?: number;
  readonly offset?: number;
  /** The name in the entry's own header. */
  readonly localName?: string;
  readonly localSignature?: number;
  /** Bytes between the entry's own header and its data. */
  readonly localExtra?: Uint8Array;
  /** How many these are, in place of how many they are. */
  readonly localExtraBytes?: number;
  /** Whether sizes and offset stand in a zip64 field. */
  readonly zip64?: boolean;
}

export interface BuiltZip {
  readonly entries?: number;
  readonly directoryBytes?: number;
  readonly directoryStart?: number;
  readonly disk?: number;
  readonly comment?: Uint8Array;
  /** Whether a zip64 record says what the end record leaves out. */
  readonly zip64?: boolean;
  readonly zip64Signature?: number;
  readonly zip64Start?: bigint;
  /** Where the zip64 record is said to stand. */
  readonly zip64Position?: number;
}

const text = new TextEncoder();
const all32 = 0xffffffff;

/** Little-endian numbers one after the other, each with its bytes. */
function fields(...values: readonly (readonly [bytes: number, value: number | bigint])[]): Uint8Array {
  const bytes = values.flatMap(([length, value]) =>
    Array.from({ length }, (_, index) => Number((BigInt(value) >> BigInt(8 * index)) & 255n)),
  );
  return Uint8Array.from(bytes);
}

export function join(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

/** A zip file, whole unless told otherwise. */
export function buildZip(entries: readonly BuiltEntry[], zip: BuiltZip = {}): Uint8Array {
  let file = new Uint8Array(0);
  let directory = new Uint8Array(0);
  for (const entry of entries) {
    const data = entry.data ?? (entry.deflate ? deflateSync(entry.content) : entry.content);
    const method = entry.method ?? (entry.deflate ? 8 : 0);
    const sizes = { compressed: entry.compressed ?? data.length, size: entry.size ?? entry.content.length };
    const crc = entry.crc ?? crc32(entry.content);
    const offset = entry.offset ?? file.length;
    const name = text.encode(entry.name);
    const localName = text.encode(entry.localName ?? entry.name);
    const localExtra = entry.localExtra ?? new Uint8Array(0);
    const common = fields([2, 20], [2, entry.flags ?? 0], [2, method], [2, 0], [2, 33], [4, crc]);
    const extra = entry.zip64
      ? fields([2, 0x9999], [2, 1], [1, 7], [2, 1], [2, 24], [8, sizes.size], [8, sizes.compressed], [8, offset])
      : new Uint8Array(0);
    const inline = (value: number): [4, number] => [4, entry.zip64 ? all32 : value];
    directory = join(
      directory,
      fields([4, 0x02014b50], [2, 20]),
      common,
      fields(
        inline(sizes.compressed),
        inline(sizes.size),
        [2, name.length],
        [2, extra.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        inline(offset),
      ),
      name,
      extra,
    );
    file = join(
      file,
      fields([4, entry.localSignature ?? 0x04034b50]),
      common,
      fields(
        [4, sizes.compressed],
        [4, sizes.size],
        [2, localName.length],
        [2, entry.localExtraBytes ?? localExtra.length],
      ),
      localName,
      localExtra,
      data,
    );
  }
  const start = zip.directoryStart ?? file.length;
  const bytes = zip.directoryBytes ?? directory.length;
  const count = zip.entries ?? entries.length;
  const comment = zip.comment ?? new Uint8Array(0);
  const zip64 = zip.zip64
    ? join(
        fields(
          [4, zip.zip64Signature ?? 0x06064b50],
          [8, 44],
          [2, 45],
          [2, 45],
          [4, 0],
          [4, 0],
          [8, count],
          [8, count],
          [8, bytes],
        ),
        fields([8, zip.zip64Start ?? start]),
        fields([4, 0x07064b50], [4, 0], [8, zip.zip64Position ?? file.length + directory.length], [4, 1]),
      )
    : new Uint8Array(0);
  const disk = zip.disk ?? 0;
  const counts: [2, number] = [2, zip.zip64 ? 0xffff : count];
  const end = fields(
    [4, 0x06054b50],
    [2, disk],
    [2, disk],
    counts,
    counts,
    [4, zip.zip64 ? all32 : bytes],
    [4, zip.zip64 ? all32 : start],
    [2, comment.length],
  );
  return join(file, directory, zip64, end, comment);
}
