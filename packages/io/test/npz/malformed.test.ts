import process from 'node:process';
import { tensor, zeros } from '@adjoint/core';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodeNpy, FormatError, openNpz } from '../../src/index.js';
import { countingSource } from '../source/counting-source.js';
import { type BuiltEntry, type BuiltZip, buildZip, join } from './zip-builder.js';

const content = await encodeNpy(tensor([1, 2, 3]));
const whole: BuiltEntry = { name: 'a.npy', content };
const one = (entry: Partial<BuiltEntry>, zip?: BuiltZip): Uint8Array => buildZip([{ ...whole, ...entry }], zip);
const second: BuiltEntry = { name: 'b.npy', content };

const malformed: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['nothing', new Uint8Array(0), /the record at its end is missing/],
  ['no zip file', new Uint8Array(100), /no zip file, or it is cut short/],
  ['a file that is cut short', one({}).slice(0, -1), /cut short/],
  ['something behind the end', join(one({}), new Uint8Array(1)), /the record at its end is missing/],
  ['something before the start', join(new Uint8Array(9), one({})), /directory should end where its end record stands/],
  ['a directory that is too short', one({}, { directoryBytes: 3 }), /should end where/],
  ['a directory beyond the end', one({}, { directoryStart: 2 ** 31 }), /should end where/],
  ['one disk of several', one({}, { disk: 1 }), /in several/],
  ['more entries than the directory holds', one({}, { entries: 2 }), /claims 2 entries in a directory of 51 bytes/],
  ['fewer entries than the directory holds', one({}, { entries: 0 }), /51 bytes more than its 0 entries/],
  ['a zip64 record that is none', one({}, { zip64: true, zip64Signature: 0 }), /zip64 record is missing/],
  ['a zip64 directory anywhere', one({}, { zip64: true, zip64Start: 2n ** 63n }), /should end where/],
  ['a zip64 directory of huge numbers', one({}, { zip64: true, entries: 2 ** 40 }), /claims 1099511627776 entries/],
  ['a missing zip64 locator', one({}, { entries: 0xffff }), /zip64 locator is missing/],
  ['a missing zip64 field', one({ size: 0xffffffff }), /lacks its zip64 field/],
  ['an entry twice', buildZip([whole, whole]), /'a.npy' comes twice/],
  ['encryption', one({ flags: 1 }), /'a.npy' is encrypted/],
  ['another compression', one({ method: 12 }), /compressed by method 12; only DEFLATE is read/],
  ['an entry that is no array', one({ name: 'a.txt' }), /entry 'a.txt' is no .npy file$/],
  [
    'what torch.save writes',
    one({ name: 'model/data.pkl' }),
    /written by torch.save: write the weights with safetensors/,
  ],
  ['stored bytes that stand for more', one({ size: 1000 }), /claims that 140 bytes stand for 1000/],
  ['compressed bytes that stand for too much', one({ deflate: true, size: 10_000_000 }), /which they cannot/],
  ['an entry beyond the directory', one({ compressed: 5000, size: 5000 }), /takes more than the 175 bytes/],
  ['an entry far beyond the end', one({ zip64: true, offset: 2 ** 50 }), /takes more than/],
  ['two entries in one place', buildZip([whole, { ...second, offset: 0 }]), /takes more than the 0 bytes/],
  ['overlapping entries', buildZip([whole, { ...second, offset: 100 }]), /'a.npy' takes more than the 100 bytes/],
  ['an entry without a header', one({ localSignature: 0 }), /should start, there is another or none/],
  ['an entry under another name', one({ localName: 'b.npy' }), /should start, there is another/],
  ['an entry without a name', one({ localName: '' }), /should start, there is another/],
  ['an extra field longer than it is', one({ localExtraBytes: 1 }), /runs into what comes behind it/],
  ['an extra field up to the next entry', buildZip([{ ...whole, localExtraBytes: 9 }, second]), /runs into what comes/],
  ['data that is not there', one({ compressed: 140, data: new Uint8Array(120) }), /takes more than the 155 bytes/],
  ['what is no npy file', one({ content: new Uint8Array(200) }), /entry 'a.npy': it does not start with NumPy's magic/],
  ['an npy file that is cut short', one({ content: content.slice(0, 60) }), /cut short in its header/],
  [
    'an npy file without all elements',
    one({ content: content.slice(0, -1) }),
    /needs 12 bytes, but 11 follow the header/,
  ],
  ['DEFLATE data that is cut short', one({ deflate: true, data: deflateSync(content).slice(0, -3) }), /unexpected EOF/],
  ['no DEFLATE data', one({ method: 8, data: new Uint8Array(100).fill(0xff) }), /entry 'a.npy': invalid/],
];

describe('a malformed npz file', () => {
  it.each(malformed)('is refused: %s', async (_, bytes, message) => {
    const opening = openNpz(bytes);
    await expect(opening).rejects.toThrow(FormatError);
    await expect(opening).rejects.toThrow(message);
  });
});

it('an npz file of entries without end is refused before they are read', async () => {
  const entries = 2 ** 20 + 1;
  const directoryBytes = 46 * entries;
  const end = buildZip([], { zip64: true, entries, directoryBytes, directoryStart: 0, zip64Position: directoryBytes });
  const reads: number[] = [];
  const source = {
    name: 'endless',
    size: directoryBytes + end.length,
    read: async (offset: number, length: number) => {
      reads.push(length);
      const bytes = new Uint8Array(length);
      const skipped = offset - directoryBytes;
      bytes.set(end.subarray(Math.max(0, skipped), skipped + length), Math.max(0, -skipped));
      return bytes;
    },
  };
  await expect(openNpz(source)).rejects.toThrow('npz: endless: it has 1048577 entries; at most 1048576 are read');
  expect(reads).toEqual([65_557, 20, 56]);
});

describe('an entry that is not what it claims', () => {
  it.each<[string, Partial<BuiltEntry>, RegExp]>([
    ['another checksum', { crc: 1 }, /entry 'a.npy' is corrupt: its checksum is another/],
    ['another checksum, compressed', { deflate: true, crc: 1 }, /its checksum is another/],
    ['another byte', { data: content.slice().fill(7, -1) }, /its checksum is another/],
    [
      'a lot of nothing',
      { deflate: true, data: join(deflateSync(content), new Uint8Array(200_000)) },
      /at 140 bytes of 140 it goes on/,
    ],
    [
      'fewer bytes than it claims',
      { deflate: true, data: deflateSync(content.slice(0, -4)) },
      /inflates to 136 bytes, not to the 140/,
    ],
    [
      'more bytes than it claims',
      { deflate: true, data: deflateSync(join(content, new Uint8Array(9))) },
      /inflates to more than the 140 bytes/,
    ],
    [
      'far more bytes than it claims',
      { deflate: true, data: deflateSync(join(content, new Uint8Array(1e7))) },
      /inflates to more than/,
    ],
  ])('is refused when it is read: %s', async (_, entry, message) => {
    const file = await openNpz(one(entry));
    await expect(file.read('a')).rejects.toThrow(FormatError);
    await expect(file.read('a')).rejects.toThrow(message);
  });

  it('is refused before it is inflated where it would be too large', async () => {
    const content = await encodeNpy(zeros([2 ** 18]));
    const bytes = buildZip([{ name: 'a.npy', content, deflate: true }]);
    const source = countingSource(bytes);
    const file = await openNpz(source, { maxInflatedBytes: 2 ** 20 });
    source.reads.length = 0;
    await expect(file.read('a')).rejects.toThrow(
      /array 'a' would inflate to 1048704 bytes, more than 1048576; .* open it with { maxInflatedBytes: 1048704 }/,
    );
    expect(source.reads).toEqual([]);
    const trusted = await openNpz(bytes, { maxInflatedBytes: 1_048_704 });
    expect((await trusted.read('a')).shape).toEqual([2 ** 18]);
  });

  it('may be of 64 MiB without being trusted, and no larger', async () => {
    const claim = async (bytes: number): Promise<unknown> => {
      const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${bytes - 128},), }`.padEnd(117);
      const header = join(content.slice(0, 10), new TextEncoder().encode(`${text}\n`));
      // Enough bytes for DEFLATE to make as many of them as are claimed.
      const data = join(deflateSync(header), new Uint8Array(65_100));
      const file = await openNpz(buildZip([{ name: 'a.npy', content: header, deflate: true, data, size: bytes }]));
      return file.read('a');
    };
    await expect(claim(2 ** 26 + 1)).rejects.toThrow(/would inflate to 67108865 bytes, more than 67108864/);
    const { arrayBuffers: before } = process.memoryUsage();
    await expect(claim(2 ** 26)).rejects.toThrow(/inflates to 128 bytes, not to the 67108864 that it claims/);
    // Memory grows with what there is, not with the claim.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  it('counts all of them when all are read', async () => {
    const content = await encodeNpy(zeros([1000]));
    const file = await openNpz(
      buildZip([
        { name: 'a.npy', content, deflate: true },
        { name: 'b.npy', content, deflate: true },
      ]),
      { maxInflatedBytes: 5000 },
    );
    expect((await file.read('a')).shape).toEqual([1000]);
    await expect(file.readAll()).rejects.toThrow(/all arrays together would inflate to 8256 bytes, more than 5000/);
  });
});
