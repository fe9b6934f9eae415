import type { Shape } from '@adjoint/core';
import { byteLengthOf, mostAxes } from '../elements/byte-length.js';
import { isLittleEndian } from '../elements/byte-order.js';
import { type StoredType, storedTypes } from '../elements/stored-type.js';
import { decodeText } from '../source/text.js';
import { parsePythonLiteral } from './python-literal.js';

/** What an npy file says of its array. */
export interface NpyHeader {
  readonly shape: Shape;
  /** The type, as NumPy writes it: '<f4', '|b1'. */
  readonly descr: string;
  /** How elements are stored; undefined for types that cannot be read. */
  readonly type: StoredType | undefined;
  readonly isLittleEndian: boolean;
  /** Whether the first axis, not the last, is the one whose elements are neighbours. */
  readonly isFortranOrder: boolean;
  /** Bytes that the elements take; undefined for types that cannot be read. */
  readonly bytes: number | undefined;
}

/** The magic string and the version. */
export const preambleBytes = 8;
/** With the longest field for the header's length. */
export const longestPreamble = 12;
/** The longest that version 1 can have. Only arrays with named fields, which cannot be read, need more. */
const mostHeaderBytes = 65_535;

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** NumPy's letters for kind and bytes. Those with a size of 1 have no byte order. */
const types: Readonly<Record<string, StoredType>> = {
  f8: 'F64',
  f4: 'F32',
  f2: 'F16',
  i8: 'I64',
  i4: 'I32',
  i2: 'I16',
  i1: 'I8',
  u8: 'U64',
  u4: 'U32',
  u2: 'U16',
  u1: 'U8',
  b1: 'BOOL',
};

/**
 * Where the header's text stands.
 *
 * @param start the first bytes of the file, {@link longestPreamble} of them where there are so many
 */
export function locateHeader(start: Uint8Array, fail: (problem: string) => never): { start: number; end: number } {
  if (!magic.every((byte, index) => start[index] === byte)) fail("it does not start with NumPy's magic string");
  const [major, minor] = [start[6], start[7]];
  const isFirst = major === 1;
  if (minor !== 0 || !(isFirst || major === 2 || major === 3)) {
    fail(`it is of version ${major}.${minor}; only 1.0, 2.0 and 3.0 are known`);
  }
  const textStart = preambleBytes + (isFirst ? 2 : 4);
  if (start.length < textStart) fail('it is cut short in the length of the header');
  const view = new DataView(start.buffer, start.byteOffset);
  const length = isFirst ? view.getUint16(preambleBytes, true) : view.getUint32(preambleBytes, true);
  if (length > mostHeaderBytes) fail(`it claims a header of ${length} bytes; at most ${mostHeaderBytes} are read`);
  return { start: textStart, end: textStart + length };
}

/** The header's text, fully checked. */
export function parseHeader(bytes: Uint8Array, fail: (problem: string) => never): NpyHeader {
  const text = decodeText(bytes);
  const literal = text === undefined ? undefined : parsePythonLiteral(text);
  if (!(literal instanceof Map)) return fail('its header is no Python dict of texts, numbers, booleans and tuples');
  const [descr, isFortranOrder, shape] = ['descr', 'fortran_order', 'shape'].map((key) => literal.get(key));
  if (literal.size !== 3 || descr === undefined)
    fail('its header must have descr, fortran_order and shape, and no more');
  if (typeof isFortranOrder !== 'boolean') fail('fortran_order in its header must be True or False');
  if (!isShape(shape)) {
    return fail(`shape in its header must be a tuple of at most ${mostAxes} integers from 0 to 2^53 − 1`);
  }
  const { name, type, isLittle } = parseDescr(descr);
  const bytesNeeded = type === undefined ? undefined : byteLengthOf(shape, storedTypes[type].bytes * 8);
  if (type !== undefined && bytesNeeded === undefined) fail(`no file holds shape [${shape.join(', ')}]`);
  return { shape, descr: name, type, isLittleEndian: isLittle, isFortranOrder, bytes: bytesNeeded };
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= mostAxes && value.every((size) => Number.isSafeInteger(size));
}

function parseDescr(descr: unknown): { name: string; type: StoredType | undefined; isLittle: boolean } {
  if (typeof descr !== 'string') return { name: 'an array with named fields', type: undefined, isLittle: true };
  const [order, code] = [descr.slice(0, 1), descr.slice(1)];
  const known = Object.hasOwn(types, code) && '<>=|'.includes(order) ? (types[code] as StoredType) : undefined;
  // A type of several bytes must say in which order they come.
  const type = known !== undefined && order === '|' && storedTypes[known].bytes > 1 ? undefined : known;
  return { name: descr, type, isLittle: order === '=' || order === '|' ? isLittleEndian : order === '<' };
}
