/** The polynomial of ISO 3309, reversed. */
const polynomial = 0xedb88320;

/** Bytes that are taken in at a time. */
const stride = 8;

/** tables[k][b]: what the byte b makes of the remainder when k zero bytes follow it. */
const tables: readonly Uint32Array[] = createTables();

/**
 * The 32-bit cyclic redundancy check of zip files, eight bytes at a time.
 *
 * Source: W. W. Peterson, D. T. Brown, "Cyclic codes for error detection", Proc. IRE 49 (1961); M. E. Kounavis,
 * F. L. Berry, "Novel table lookup-based algorithms for high-performance CRC generation", IEEE Trans. Comput. 57 (2008).
 */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as readonly [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const at = (table: Uint32Array, byte: number): number => table[byte & 0xff] as number;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = bytes.length - (bytes.length % stride);
  let remainder = 0xffffffff;
  for (let index = 0; index < whole; index += stride) {
    const low = view.getUint32(index, true) ^ remainder;
    const high = view.getUint32(index + 4, true);
    remainder =
      at(t7, low) ^
      at(t6, low >>> 8) ^
      at(t5, low >>> 16) ^
      at(t4, low >>> 24) ^
      at(t3, high) ^
      at(t2, high >>> 8) ^
      at(t1, high >>> 16) ^
      at(t0, high >>> 24);
  }
  for (let index = whole; index < bytes.length; index++) {
    remainder = (remainder >>> 8) ^ at(t0, remainder ^ (bytes[index] as number));
  }
  return (remainder ^ 0xffffffff) >>> 0;
}

function createTables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? polynomial : 0);
    return remainder;
  });
  const all = [first];
  for (let zeros = 1; zeros < stride; zeros++) {
    const previous = all[zeros - 1] as Uint32Array;
    all.push(previous.map((remainder) => (remainder >>> 8) ^ (first[remainder & 0xff] as number)));
  }
  return all;
}
