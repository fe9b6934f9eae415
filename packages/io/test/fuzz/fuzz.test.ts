import process from 'node:process';
import { type AnyTensor, sizeOf, tensor, zeros } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeCheckpoint,
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  FormatError,
  openNpz,
  openSafetensors,
  type Readable,
  readNpy,
  restoreCheckpoint,
  type TensorInfo,
} from '../../src/index.js';
import { contents, fixture } from '../fixtures.js';
import { buildZip } from '../npz/zip-builder.js';
import { countingSource } from '../source/counting-source.js';
import { anyState } from '../tensors.js';
import { mutations } from './mutations.js';

/** How many files of each kind are tried; ADJOINT_FUZZ_RUNS asks for more. */
const numRuns = Number(process.env['ADJOINT_FUZZ_RUNS'] ?? 4000);
const timeout = 60_000 + numRuns * 20;

/** What compressed arrays may take. */
const maxInflatedBytes = 2 ** 20;
/** What reading takes besides the file: memory of the backend, and half a megabyte for each array that is inflated. */
const constantBytes = 16 * 2 ** 20;
/** Elements take at most four times the bytes in memory that they have in a file, and may be copied. */
const bytesPerByte = 16;

interface Format {
  /** Reads everything that is in a file. */
  readonly read: (from: Readable) => Promise<readonly AnyTensor[]>;
  readonly files: readonly Uint8Array[];
}

const state: Record<string, AnyTensor> = {
  weight: tensor([[1, 2, 3]]),
  ids: tensor([1, 2, 3, 4], 'int32'),
  mask: tensor([true, false]),
  empty: zeros([2, 0]),
  'ünï"\\': tensor(3, 'float64'),
};
const base64 = (text: string): Uint8Array => Buffer.from(text, 'base64');
const parts = { state, position: { epoch: 3, order: tensor([2, 1]), loss: Number.NaN }, name: 'run' };
const contentOf = (name: string): Uint8Array => base64(contents.npy.read[name]?.npy as string);

const formats: Readonly<Record<string, Format>> = {
  safetensors: {
    read: async (from) => {
      const file = await openSafetensors(from);
      // Types that cannot be read, and integers that are too large.
      const unreadable = ({ dtype, stored }: TensorInfo): boolean => dtype === undefined || stored === 'I64';
      const names = [...file.tensors].flatMap(([name, info]) => (unreadable(info) ? [] : [name]));
      const read: AnyTensor[] = [];
      for (const name of names) read.push(await file.read(name, { wideIntegers: 'float64' }));
      return read;
    },
    files: [
      await encodeSafetensors(state, { metadata: { format: 'pt' } }),
      await encodeSafetensors({}),
      ...['types-torch', 'types-numpy', 'classifier'].map((name) => fixture(`${name}.safetensors`)),
    ],
  },
  npy: {
    read: async (from) => [await readNpy(from)],
    files: [
      await encodeNpy(tensor([[1, 2, 3]])),
      ...['fortran', 'big-endian float64', 'bool', 'uint64', 'version 3', 'empty', 'half'].map(contentOf),
    ],
  },
  npz: {
    read: async (from) => Object.values(await (await openNpz(from, { maxInflatedBytes })).readAll()),
    files: [
      await encodeNpz(state),
      await encodeNpz(state, { compress: true }),
      await encodeNpz({ zeros: zeros([5000]) }, { compress: true }),
      fixture('classifier-compressed.npz'),
      buildZip([{ name: 'a.npy', content: contentOf('bool'), zip64: true, deflate: true }], { zip64: true }),
    ],
  },
  checkpoint: {
    read: async (from) => {
      const { state } = await restoreCheckpoint(from, parts);
      return Object.values(state);
    },
    files: [await encodeCheckpoint(parts)],
  },
};

/** Reads a file that may be anything. The bytes of all that is read must be in it. */
async function readAnything({ read }: Format, bytes: Uint8Array): Promise<'read' | 'refused'> {
  const source = countingSource(bytes);
  const { arrayBuffers: before } = process.memoryUsage();
  let outcome: 'read' | 'refused' = 'read';
  try {
    for (const each of await read(source)) expect((await each.data()).length).toBe(sizeOf(each.shape));
  } catch (error) {
    // A checkpoint may be whole and hold other things than those that are asked for.
    const isRefused = error instanceof FormatError || /^checkpoint: .* does not fit/.test((error as Error).message);
    if (!isRefused) throw error;
    outcome = 'refused';
  }
  // What was freed meanwhile is not counted; the next file may show it.
  const allocated = process.memoryUsage().arrayBuffers - before;
  expect(allocated).toBeLessThan(constantBytes + bytesPerByte * bytes.length);
  const bytesRead = source.reads.reduce((sum, [, length]) => sum + length, 0);
  expect(bytesRead).toBeLessThanOrEqual(4096 + 4 * bytes.length);
  return outcome;
}

describe.each(Object.entries(formats))('%s', (_, format) => {
  it.each(format.files.map((bytes, index) => [index, bytes] as const))('file %i is read as it is', async (_, bytes) => {
    expect(await readAnything(format, bytes)).toBe('read');
  });

  it(`that was changed in ${numRuns} ways is read or refused`, { timeout }, async () => {
    const counts = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...format.files), mutations, async (bytes, mutate) => {
        counts[await readAnything(format, mutate(bytes))]++;
      }),
      { numRuns },
    );
    // Else the changes were too small, or too large.
    expect(counts.refused).toBeGreaterThan(counts.read);
    expect(counts.read).toBeGreaterThan(0);
  });

  it('that is cut short anywhere is refused', { timeout }, async () => {
    for (const bytes of format.files) {
      for (let length = 0; length < bytes.length; length++) {
        const outcome = await readAnything(format, bytes.slice(0, length));
        expect(outcome, `${length} of ${bytes.length} bytes`).toBe('refused');
      }
    }
  });

  it('of random bytes is refused', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await readAnything(format, bytes)).toBe('refused');
      }),
      { numRuns: numRuns / 4 },
    );
  });
});

it('any tensors, changed in any way, are read or refused', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(anyState, mutations, fc.boolean(), async (tensors, mutate, compress) => {
      await readAnything(formats['safetensors'] as Format, mutate(await encodeSafetensors(tensors)));
      await readAnything(formats['npz'] as Format, mutate(await encodeNpz(tensors, { compress })));
    }),
    { numRuns: numRuns / 4 },
  );
});
