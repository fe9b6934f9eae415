import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdxFormatError, parseIdx, readIdx } from '../src/idx.js';

/** An IDX file with the given element code, dimensions and bytes of data. */
function idx(code: number, dimensions: readonly number[], data: Iterable<number>): Uint8Array {
  const sizes = dimensions.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]);
  return Uint8Array.from([0, 0, code, dimensions.length, ...sizes, ...data]);
}

function bigEndian(
  bytes: number,
  values: readonly number[],
  write: (view: DataView, at: number, value: number) => void,
) {
  const view = new DataView(new ArrayBuffer(bytes * values.length));
  values.forEach((value, index) => {
    write(view, index * bytes, value);
  });
  return new Uint8Array(view.buffer);
}

const whole = idx(0x08, [2, 3], [1, 2, 3, 4, 5, 255]);

describe('parseIdx', () => {
  it('reads bytes, without a copy', () => {
    const parsed = parseIdx(whole, 'a');
    expect(parsed).toEqual({ elementType: 'uint8', dimensions: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 255) });
    expect(parsed.data.buffer).toBe(whole.buffer);
  });

  it('reads bytes that stand at an odd place of a larger buffer', () => {
    const larger = new Uint8Array(whole.length + 5);
    larger.set(whole, 3);
    expect(parseIdx(larger.subarray(3, 3 + whole.length), 'a')).toEqual(parseIdx(whole, 'a'));
  });

  it.each([
    ['int8', 0x09, [-128, 0, 127], 1, (v: DataView, at: number, x: number) => v.setInt8(at, x)],
    ['int16', 0x0b, [-32768, 258, 32767], 2, (v: DataView, at: number, x: number) => v.setInt16(at, x)],
    ['int32', 0x0c, [-(2 ** 31), 16909060, 2 ** 31 - 1], 4, (v: DataView, at: number, x: number) => v.setInt32(at, x)],
    ['float32', 0x0d, [-1.5, 0.25, 1e20], 4, (v: DataView, at: number, x: number) => v.setFloat32(at, x)],
    ['float64', 0x0e, [-1.1, Math.PI, 1e300], 8, (v: DataView, at: number, x: number) => v.setFloat64(at, x)],
  ] as const)('reads %s, big-endian', (elementType, code, values, bytes, write) => {
    const parsed = parseIdx(idx(code, [3], bigEndian(bytes, values, write)), 'a');
    expect(parsed.elementType).toBe(elementType);
    expect(parsed.dimensions).toEqual([3]);
    const expected = elementType === 'float32' ? values.map(Math.fround) : values;
    expect(Array.from(parsed.data)).toEqual(expected);
  });

  it('reads what was written, gzipped or not', () => {
    const file = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }).chain((dimensions) => {
      const size = dimensions.reduce((a, b) => a * b, 1);
      return fc.tuple(fc.constant(dimensions), fc.uint8Array({ minLength: size, maxLength: size }));
    });
    fc.assert(
      fc.property(file, fc.boolean(), ([dimensions, data], zipped) => {
        const bytes = idx(0x08, dimensions, data);
        const parsed = parseIdx(zipped ? gzipSync(bytes) : bytes, 'a');
        expect(parsed.dimensions).toEqual(dimensions);
        expect(Array.from(parsed.data)).toEqual(Array.from(data));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a damaged file', () => {
  const nested = idx(0x08, [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], [1, 2, 3]);
  const zeroTimesHuge = idx(0x08, [0, ...Array<number>(254).fill(2 ** 32 - 1)], []);

  it.each([
    ['is empty', new Uint8Array(), 'expected an IDX header of at least 4 bytes, found 0 bytes'],
    ['ends in the magic', whole.subarray(0, 3), 'expected an IDX header of at least 4 bytes, found 3 bytes'],
    [
      'ends in the dimensions',
      whole.subarray(0, 9),
      'announces 2 dimensions, a header of 12 bytes, but the file has 9',
    ],
    ['is of another format', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0), 'found the magic 0x89504e47'],
    ['has an unknown element type', idx(0x0a, [1], [1]), 'found the magic 0x00000a01'],
    ['has no dimension', idx(0x08, [], [1]), 'expected at least one dimension, found none (magic 0x00000800)'],
    [
      'is too short',
      whole.subarray(0, 16),
      '2 x 3 elements of uint8, which is 6 bytes of data, but 4 bytes follow it. The file is truncated',
    ],
    ['is too long', idx(0x08, [2], [1, 2, 3]), 'which is 2 bytes of data, but 3 bytes follow it. The file is too long'],
    ['holds part of an element', idx(0x0c, [1], [0, 0, 1]), 'which is 4 bytes of data, but 3 bytes follow'],
    ['claims more than memory', nested, 'which is 79228162458924105385300197375 bytes of data, but 3 bytes follow'],
    [
      'is a truncated gzip',
      gzipSync(whole).subarray(0, 20),
      'expected a whole gzip stream, but its 20 bytes do not unpack',
    ],
    ['is a gzip header alone', Uint8Array.of(0x1f, 0x8b), 'expected a whole gzip stream'],
    ['is a gzip with a flipped bit', flipped(gzipSync(whole), 14), 'expected a whole gzip stream'],
    ['is gzipped, but not IDX', gzipSync(Uint8Array.of(1, 2, 3, 4)), 'found the magic 0x01020304'],
  ])('that %s is named, with what was expected and found', (_what, bytes, message) => {
    expect(() => parseIdx(bytes, 'data/images')).toThrow(IdxFormatError);
    expect(() => parseIdx(bytes, 'data/images')).toThrow(/^data\/images: /);
    expect(() => parseIdx(bytes, 'data/images')).toThrow(message);
  });

  it('is any prefix of a good one', () => {
    for (const file of [whole, new Uint8Array(gzipSync(whole))]) {
      for (let length = 0; length < file.length; length++) {
        expect(() => parseIdx(file.subarray(0, length), 'a')).toThrow(IdxFormatError);
      }
    }
  });

  it('is not an array with an empty axis, however large the others', () => {
    expect(parseIdx(zeroTimesHuge, 'a').data).toHaveLength(0);
  });
});

function flipped(bytes: Uint8Array, position: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[position] = (copy[position] ?? 0) ^ 0x10;
  return copy;
}

describe('readIdx', () => {
  it('reads a file and names it in errors', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'idx-'));
    try {
      const path = join(directory, 'labels');
      await writeFile(path, gzipSync(whole));
      expect(await readIdx(path)).toEqual(parseIdx(whole, path));
      await writeFile(path, whole.subarray(0, 13));
      await expect(readIdx(path)).rejects.toThrow(`${path}: the header announces 2 x 3 elements`);
      await expect(readIdx(join(directory, 'missing'))).rejects.toThrow('ENOENT');
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
