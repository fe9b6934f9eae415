import { describe, expect, it } from 'vitest';
import { FormatError, openSafetensors } from '../../src/index.js';

/** A file with this header and so many bytes of data. */
function file(header: string | Uint8Array, dataBytes = 0, claimed?: bigint): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (dtype: string, shape: string, offsets: string): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
const one = (dtype: string, shape: string, offsets: string): string => `{"x":${entry(dtype, shape, offsets)}}`;
const two = (a: string, b: string): string => `{"a":${entry('U8', '[4]', a)},"b":${entry('U8', '[4]', b)}}`;
const deep = `{"x":${'['.repeat(100_000)}`;

const malformed: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['nothing', new Uint8Array(0), /0 to 8, but there are 0; it is cut short/],
  ['half a length', new Uint8Array(5), /cut short/],
  ['a header longer than the file', file('{}', 0, 3n), /claims a header of 3 bytes; there are 2/],
  ['a header of 2^64 − 1 bytes', file('{}', 0, 2n ** 64n - 1n), /claims a header of 18446744073709551615 bytes/],
  ['a header of −8 bytes', file('{}', 0, 2n ** 64n - 8n), /claims a header/],
  ['no header', file(''), /expected '{' at byte 0/],
  ['an array', file('[]'), /expected '{'/],
  ['no end', file('{'), /expected '"'/],
  ['an open string', file('{"x'), /expected the end of a string/],
  ['an open escape', file('{"x\\'), /expected the end of a string/],
  ['a false escape', file('{"\\x":1}'), /expected a string of UTF-8/],
  ['half a character', file('{"\\ud800":1}'), /expected a string of UTF-8/],
  ['a control character', file('{"\n":1}'), /no control character/],
  ['what is not UTF-8', file(new Uint8Array([0x7b, 0x22, 0xff, 0x22])), /expected a string of UTF-8/],
  ['a comma too many', file('{"__metadata__":{},}'), /expected '"'/],
  ['something behind the end', file('{} x'), /expected the end at byte 3/],
  ['nesting', file(deep), /expected '{' at byte 5/],
  ['nesting in metadata', file(`{"__metadata__":{"a":${'['.repeat(100_000)}`), /expected '"'/],
  ['a number as metadata', file('{"__metadata__":{"a":1}}'), /expected '"'/],
  ['metadata twice', file('{"__metadata__":{},"__metadata__":{}}'), /'__metadata__' comes twice/],
  ['a key of metadata twice', file('{"__metadata__":{"a":"1","a":"2"}}'), /'a' comes twice/],
  [
    'a name twice',
    file(`{"x":${entry('U8', '[4]', '[0,4]')},"x":${entry('U8', '[4]', '[4,8]')}}`, 8),
    /'x' comes twice/,
  ],
  ['an escaped name twice', file(`{"x":${entry('U8', '[0]', '[0,0]')},"\\u0078":{}}`), /'x' comes twice/],
  ['a dtype twice', file('{"x":{"dtype":"U8","dtype":"U8"}}'), /'dtype' comes twice/],
  ['no dtype', file('{"x":{"shape":[],"data_offsets":[0,1]}}', 1), /expected a dtype, a shape and two data_offsets/],
  ['no shape', file('{"x":{"dtype":"U8","data_offsets":[0,1]}}', 1), /expected a dtype, a shape/],
  ['no offsets', file('{"x":{"dtype":"U8","shape":[]}}', 1), /two data_offsets/],
  ['one offset', file(one('U8', '[]', '[0]'), 1), /two data_offsets/],
  ['three offsets', file(one('U8', '[]', '[0,1,2]'), 1), /at most 2 integers/],
  ['a key of its own', file('{"x":{"dtype":"U8","more":1}}'), /expected dtype, shape or data_offsets, got 'more'/],
  [
    'names without end',
    file(`{"__metadata__":{${Array.from({ length: 2 ** 20 + 1 }, (_, index) => `"${index}":""`).join(',')}}}`),
    /expected at most 1048576 names/,
  ],
  ['an unknown dtype', file(one('F128', '[1]', '[0,16]'), 16), /'F128' is no known dtype/],
  ['a dtype that objects have by nature', file(one('toString', '[1]', '[0,1]'), 1), /'toString' is no known dtype/],
  ['a negative size', file(one('U8', '[-1]', '[0,1]'), 1), /expected an integer of at least 0/],
  ['a fraction', file(one('U8', '[1.0]', '[0,1]'), 1), /expected '\]'/],
  ['an exponent', file(one('U8', '[1e0]', '[0,1]'), 1), /expected '\]'/],
  ['a leading zero', file(one('U8', '[01]', '[0,1]'), 1), /expected an integer of at least 0/],
  ['a size of 2^53', file(one('U8', '[9007199254740992]', '[0,1]'), 1), /below 2\^53/],
  ['a size of a million digits', file(one('U8', `[${'9'.repeat(1e6)}]`, '[0,1]'), 1), /below 2\^53/],
  ['sizes that overflow', file(one('U8', '[4294967296,4294967296]', '[0,0]')), /an impossible number of bytes/],
  ['sizes that overflow beside a 0', file(one('U8', '[0,4294967296,4294967296]', '[0,0]')), /an impossible number/],
  ['a part of a byte', file(one('F4', '[3]', '[0,1]'), 1), /an impossible number of bytes/],
  ['axes without end', file(one('U8', `[${'1,'.repeat(1e5)}1]`, '[0,1]'), 1), /at most 64 integers/],
  [
    'more bytes than the shape needs',
    file(one('F32', '[2]', '[0,12]'), 12),
    /needs 8 bytes, but its offsets are 0 and 12/,
  ],
  ['fewer bytes than the shape needs', file(one('F32', '[2]', '[0,4]'), 4), /needs 8 bytes/],
  ['offsets from right to left', file(one('U8', '[4]', '[4,0]'), 4), /needs 4 bytes, but its offsets are 4 and 0/],
  ['data that is not there', file(one('U8', '[4]', '[0,4]'), 3), /take 4 bytes, but 3 follow/],
  ['huge data that is not there', file(one('U8', '[4503599627370]', '[0,4503599627370]'), 3), /but 3 follow/],
  ['more data than tensors', file(one('U8', '[4]', '[0,4]'), 5), /take 4 bytes, but 5 follow/],
  [
    'one place for two tensors',
    file(two('[0,4]', '[0,4]'), 4),
    /'b' starts at byte 0 of the data, but should at 4; it overlaps/,
  ],
  ['an overlap', file(two('[0,4]', '[3,7]'), 7), /it overlaps/],
  ['a hole', file(two('[0,4]', '[5,9]'), 9), /it leaves a hole/],
  ['a hole at the start', file(one('U8', '[4]', '[1,5]'), 5), /it leaves a hole/],
];

describe('a malformed safetensors file', () => {
  it.each(malformed)('is refused: %s', async (_, bytes, message) => {
    const opening = openSafetensors(bytes);
    await expect(opening).rejects.toThrow(FormatError);
    await expect(opening).rejects.toThrow(message);
  });

  it('is told from one that only looks odd', async () => {
    const odd = ` {\n "b\\u002e" : ${entry('U8', '[ 2, 1 ]', '[0 ,2]')}, "a":${entry('F32', '[]', '[2,6]')}, "none":${entry('F64', '[0, 7]', '[2,2]')} }   `;
    const { tensors, readAll } = await openSafetensors(file(odd, 6));
    expect([...tensors.keys()]).toEqual(['b.', 'none', 'a']);
    expect((await readAll())['none']?.shape).toEqual([0, 7]);
  });
});

describe('the elements of a safetensors file', () => {
  it('are checked where a dtype does not allow all bytes', async () => {
    const booleans = await openSafetensors(file(one('BOOL', '[3]', '[0,3]'), 3).fill(2, -1));
    await expect(booleans.read('x')).rejects.toThrow("tensor 'x': element 2 is 2, but a boolean is 0 or 1");
  });

  it('may be of types that cannot be read, beside others', async () => {
    const header = `{"x":${entry('F8_E4M3', '[2,2]', '[0,4]')},"y":${entry('U8', '[1]', '[4,5]')}}`;
    const { tensors, read, readAll } = await openSafetensors(file(header, 5));
    expect(tensors.get('x')).toMatchObject({ dtype: undefined, stored: 'F8_E4M3', bytes: 4 });
    expect((await read('y')).toArray()).toEqual([0]);
    await expect(readAll()).rejects.toThrow(/tensor 'x' is F8_E4M3; only these can be read: F64, F32, F16/);
  });
});
