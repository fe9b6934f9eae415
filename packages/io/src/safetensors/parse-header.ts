import { byteLengthOf, mostAxes } from '../elements/byte-length.js';
import { isStoredType, storedTypes } from '../elements/stored-type.js';
import type { TensorInfo } from '../tensor-file.js';
import { JsonCursor } from './json-cursor.js';

/** A tensor's place, in bytes from the start of the data. */
export interface SafetensorsEntry extends TensorInfo {
  readonly start: number;
}

export interface SafetensorsHeader {
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order of their data. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
}

/** The name under which the header keeps what is no tensor. */
export const metadataKey = '__metadata__';

/** What the reference implementation allows. */
export const mostHeaderBytes = 100_000_000;

/** Types of other programs, in bits an element. Their tensors can be listed and passed over, but not read. */
const unreadableBits: Readonly<Record<string, number>> = {
  C64: 64,
  F8_E4M3: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2: 8,
  F8_E5M2FNUZ: 8,
  F8_E8M0: 8,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F4: 4,
};

/**
 * The header of a safetensors file, fully checked: every name once, known types, shapes that need exactly the bytes that
 * they have, and data without holes or overlaps up to its end.
 *
 * @param dataBytes how many bytes follow the header
 */
export function parseHeader(bytes: Uint8Array, dataBytes: number, fail: (problem: string) => never): SafetensorsHeader {
  const cursor = new JsonCursor(bytes, fail);
  const metadata = new Map<string, string>();
  const entries: [string, SafetensorsEntry][] = [];
  cursor.object((name) => {
    if (name === metadataKey) cursor.object((key) => metadata.set(key, cursor.string()));
    else entries.push([name, parseEntry(cursor, name)]);
  });
  cursor.end();
  entries.sort(([, a], [, b]) => a.start - b.start || a.bytes - b.bytes);
  let end = 0;
  for (const [name, { start, bytes: length }] of entries) {
    if (start !== end) {
      const problem = start < end ? 'overlaps with what comes before it' : 'leaves a hole before it';
      fail(`tensor '${name}' starts at byte ${start} of the data, but should at ${end}; it ${problem}`);
    }
    end += length;
  }
  if (end !== dataBytes) fail(`its tensors take ${end} bytes, but ${dataBytes} follow the header`);
  return { metadata, entries: new Map(entries) };
}

function parseEntry(cursor: JsonCursor, name: string): SafetensorsEntry {
  let stored: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  cursor.object((key) => {
    if (key === 'dtype') stored = cursor.string();
    else if (key === 'shape') shape = parseIntegers(cursor, mostAxes);
    else if (key === 'data_offsets') offsets = parseIntegers(cursor, 2);
    else cursor.fail(`tensor '${name}': expected dtype, shape or data_offsets, got '${key}'`);
  });
  if (stored === undefined || shape === undefined || offsets?.length !== 2) {
    cursor.fail(`tensor '${name}': expected a dtype, a shape and two data_offsets`);
  }
  const [start, end] = offsets as [number, number];
  const length = byteLengthOf(shape, bitsOf(cursor, name, stored));
  if (length !== end - start) {
    const needed = length === undefined ? 'an impossible number of' : length;
    cursor.fail(
      `tensor '${name}': ${stored} [${shape.join(', ')}] needs ${needed} bytes, but its offsets are ${start} and ${end}`,
    );
  }
  const dtype = isStoredType(stored) ? storedTypes[stored].dtype : undefined;
  return { shape, dtype, stored, bytes: length, start };
}

function bitsOf(cursor: JsonCursor, name: string, stored: string): number {
  if (isStoredType(stored)) return storedTypes[stored].bytes * 8;
  if (Object.hasOwn(unreadableBits, stored)) return unreadableBits[stored] as number;
  return cursor.fail(`tensor '${name}': '${stored}' is no known dtype`);
}

function parseIntegers(cursor: JsonCursor, most: number): number[] {
  const integers: number[] = [];
  cursor.array(() => {
    if (integers.length === most) cursor.fail(`expected at most ${most} integers`);
    integers.push(cursor.integer());
  });
  return integers;
}
