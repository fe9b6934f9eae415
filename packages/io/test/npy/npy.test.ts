import { tensor, Variable, zeros } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeNpy, FormatError, readNpy } from '../../src/index.js';
import { contents, numbersOf } from '../fixtures.js';
import { anyTensor, bitsOf } from '../tensors.js';

const { read, wide, refused } = contents.npy;
const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

describe('an npy file of NumPy', () => {
  it.each(Object.entries(read))('is read: %s', async (_, described) => {
    const array = await readNpy(bytesOf(described.npy));
    expect(array.shape).toEqual(described.shape);
    // A half becomes a float32, which holds it exactly; JSON shows the half.
    expect(Array.from(await array.data())).toEqual(numbersOf(described));
  });

  it.each([
    ['float64', 'float64'],
    ['big-endian float64', 'float64'],
    ['half', 'float32'],
    ['bool', 'bool'],
    ['uint8', 'uint8'],
    ['int8', 'int32'],
    ['uint16', 'int32'],
    ['int64', 'int32'],
  ])('of %s becomes %s', async (name, dtype) => {
    expect((await readNpy(bytesOf(read[name]?.npy as string))).dtype).toBe(dtype);
  });

  it.each(Object.entries(refused))('is refused where elements are of other kinds: %s', async (_, npy) => {
    await expect(readNpy(bytesOf(npy))).rejects.toThrow(FormatError);
    await expect(readNpy(bytesOf(npy))).rejects.toThrow(
      /only booleans, integers and floats of up to 64 bits can be read/,
    );
  });

  it('is never unpickled', async () => {
    await expect(readNpy(bytesOf(refused['objects'] as string))).rejects.toThrow(/never unpickled/);
  });

  it.each(Object.entries(wide))('has integers that int32 does not hold: %s', async (name, described) => {
    const bytes = bytesOf(described.npy);
    await expect(readNpy(bytes)).rejects.toThrow(/which int32 does not hold exactly; read it with/);
    const values = readNpy(bytes, { wideIntegers: 'float64' });
    if (name === 'uint64') await expect(values).rejects.toThrow(/which float64 does not hold exactly/);
    else expect((await values).toArray()).toEqual(numbersOf(described));
  });
});

describe('an npy file', () => {
  it('keeps every bit of every dtype and shape', async () => {
    await fc.assert(
      fc.asyncProperty(anyTensor, async (x) => {
        expect(await bitsOf(await readNpy(await encodeNpy(x)))).toBe(await bitsOf(x));
      }),
      { numRuns: 200 },
    );
  });

  it.each(['float32', 'float64', 'bool', 'uint8', 'int32', 'scalar', 'empty', 'one', 'long'])(
    'is what NumPy writes: %s',
    async (name) => {
      const bytes = bytesOf(read[name]?.npy as string);
      expect(await encodeNpy(await readNpy(bytes))).toEqual(new Uint8Array(bytes));
    },
  );

  it('has the tensor as it is at the call', async () => {
    const weight = new Variable(tensor([1, 2]));
    const writing = encodeNpy(weight);
    weight.assign(tensor([3, 4]));
    expect((await readNpy(await writing)).toArray()).toEqual([1, 2]);
  });

  it('has a tensor', async () => {
    await expect(encodeNpy([1] as never)).rejects.toThrow(/expected a tensor/);
  });
});

/** A file with this header. */
function file(text: string, dataBytes = 0, version = 1): Uint8Array {
  const header = new TextEncoder().encode(text);
  const lengthBytes =
    version === 1 ? [header.length & 255, header.length >> 8] : [header.length & 255, header.length >> 8, 0, 0];
  return new Uint8Array([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    version,
    0,
    ...lengthBytes,
    ...header,
    ...new Uint8Array(dataBytes),
  ]);
}

const header = (descr: string, shape: string, order = 'False'): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}}`;

describe('a malformed npy file', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /does not start with NumPy's magic string/],
    ['another magic string', new Uint8Array(20), /magic string/],
    ['half a preamble', file('').slice(0, 9), /cut short in the length of the header/],
    ['an unknown version', file(header("'<f4'", '()'), 4, 4), /version 4.0; only 1.0, 2.0 and 3.0/],
    ['a header longer than the file', file('{').slice(0, 10), /cut short/],
    [
      'a huge header',
      new Uint8Array([...file('', 0, 2).slice(0, 8), 255, 255, 255, 255]),
      /claims a header of 4294967295 bytes/,
    ],
    ['no dict', file('[1, 2]'), /no Python dict/],
    ['what is not Python', file('{descr: 1}'), /no Python dict/],
    ['an escape', file("{'a\\': 1}"), /no Python dict/],
    ['an open dict', file("{'descr': '<f4',"), /no Python dict/],
    ['nesting', file('{'.repeat(60_000)), /no Python dict/],
    ['nested lists', file(`{'descr': ${'['.repeat(1000)}${']'.repeat(1000)}}`), /no Python dict/],
    ['a call', file("{'descr': __import__('os'), 'fortran_order': False, 'shape': ()}"), /no Python dict/],
    ['a key twice', file("{'descr': '<f4', 'descr': '<f8'}"), /no Python dict/],
    ['a key that is no text', file('{1: 2}'), /no Python dict/],
    ['a key too few', file("{'descr': '<f4', 'shape': ()}"), /must have descr, fortran_order and shape/],
    ['a key too many', file("{'descr': '<f4', 'shape': (), 'fortran_order': False, 'x': 1}"), /and no more/],
    ['an order that is no boolean', file(header("'<f4'", '()', '1'), 4), /True or False/],
    ['a shape that is no tuple', file(header("'<f4'", '4'), 16), /shape in its header must be a tuple/],
    ['a tuple of one without its comma', file(header("'<f4'", '(4)'), 16), /no Python dict/],
    ['a negative size', file(header("'<f4'", '(-1,)'), 4), /no Python dict/],
    ['a size of 2^53', file(header("'<f4'", '(9007199254740992,)'), 4), /integers from 0 to 2\^53/],
    ['a boolean as a size', file(header("'<f4'", '(True,)'), 4), /integers/],
    ['axes without end', file(header("'<f4'", `(${'1,'.repeat(65)})`), 4), /at most 64 integers/],
    ['sizes that overflow', file(header("'<f4'", '(4294967296, 4294967296)'), 4), /no file holds shape/],
    ['sizes that overflow beside a 0', file(header("'<f4'", '(0, 4294967296, 4294967296)')), /no file holds shape/],
    ['too few elements', file(header("'<f4'", '(2,)'), 7), /needs 8 bytes, but 7 follow/],
    ['too many elements', file(header("'<f4'", '(2,)'), 9), /needs 8 bytes, but 9 follow/],
    ['elements without an order of bytes', file(header("'|f4'", '()'), 4), /its elements are \|f4/],
    ['a type that objects have by nature', file(header("'<constructor'", '()'), 4), /its elements are <constructor/],
    [
      'a byte that is no boolean',
      file(header("'|b1'", '(2,)'), 2).fill(3, -1),
      /element 1 is 3, but a boolean is 0 or 1/,
    ],
  ])('is refused: %s', async (_, bytes, message) => {
    const reading = readNpy(bytes);
    await expect(reading).rejects.toThrow(FormatError);
    await expect(reading).rejects.toThrow(message);
  });

  it('is told from one that only looks odd', async () => {
    const odd = '{"shape":[2,3L],"fortran_order" : True,\n"descr":"<f4",}  \n';
    expect((await readNpy(file(odd, 24))).shape).toEqual([2, 3]);
    expect((await readNpy(file(header("'=i4'", '(0, 7)')))).shape).toEqual([0, 7]);
  });
});

describe('a tensor', () => {
  it('has at most as many axes as a file takes', async () => {
    await expect(encodeNpy(zeros(new Array<number>(65).fill(1)))).rejects.toThrow(/at most 64 axes/);
  });
});
