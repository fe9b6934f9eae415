import { tensor, Variable, zeros } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeNpz, openNpz, openSafetensors } from '../../src/index.js';
import { fixture } from '../fixtures.js';
import { countingSource } from '../source/counting-source.js';
import { anyState, expectSame } from '../tensors.js';
import { buildZip } from './zip-builder.js';

describe('an npz file', () => {
  it.each([false, true])('keeps every bit of every dtype and shape (compressed: %s)', async (compress) => {
    await fc.assert(
      fc.asyncProperty(anyState, async (state) => {
        const file = await openNpz(await encodeNpz(state, { compress }));
        await expectSame(await file.readAll(), state);
        for (const [name, { shape, dtype }] of Object.entries(state)) {
          expect(file.tensors.get(name)).toMatchObject({ shape, dtype });
        }
      }),
      { numRuns: 100 },
    );
  });

  it.each(['sequential', 'classifier'])('of NumPy holds what the safetensors file holds: %s', async (name) => {
    const expected = await (await openSafetensors(fixture(`${name}.safetensors`))).readAll();
    for (const file of [`${name}.npz`, `${name}-compressed.npz`]) {
      await expectSame(await (await openNpz(fixture(file))).readAll(), expected);
    }
  });

  it('makes the same bytes in whatever order tensors come', async () => {
    await fc.assert(
      fc.asyncProperty(anyState, async (state) => {
        const reversed = Object.fromEntries(Object.entries(state).reverse());
        expect(await encodeNpz(reversed)).toEqual(await encodeNpz(state));
      }),
      { numRuns: 50 },
    );
  });

  it('is smaller where it is compressed', async () => {
    const state = { zeros: zeros([100, 100]) };
    const [plain, compressed] = [await encodeNpz(state), await encodeNpz(state, { compress: true })];
    expect(plain.length).toBeGreaterThan(40_000);
    expect(compressed.length).toBeLessThan(1000);
  });

  it('is opened by its directory and headers, and reads of each array only its own bytes', async () => {
    const a = zeros([1000]);
    const bytes = await encodeNpz({ a, b: tensor([1, 2]) });
    const source = countingSource(bytes);
    const file = await openNpz(source);
    const total = source.reads.slice(1).reduce((sum, [, length]) => sum + length, 0);
    expect(total).toBeLessThan(600);
    source.reads.length = 0;
    expect((await file.read('b')).toArray()).toEqual([1, 2]);
    const entryStart = 30 + 5 + 128 + 4000;
    expect(source.reads).toEqual([
      [entryStart, 35],
      [entryStart + 35, 136],
    ]);
  });

  it('takes the tensors as they are at the call', async () => {
    const weight = new Variable(tensor([1, 2]));
    const writing = encodeNpz({ weight });
    weight.assign(tensor([5, 6]));
    expect((await (await openNpz(await writing)).read('weight')).toArray()).toEqual([1, 2]);
  });

  it('may have zip64 records, extra fields and a comment', async () => {
    const content = (await openContent(tensor([1, 2, 3]))).slice();
    const localExtra = new Uint8Array(20);
    const file = await openNpz(
      buildZip(
        [
          { name: 'a.npy', content, zip64: true, localExtra },
          { name: 'b.npy', content, zip64: true, deflate: true },
        ],
        { zip64: true, comment: new Uint8Array(300) },
      ),
    );
    const { a, b } = await file.readAll();
    expect([a?.toArray(), b?.toArray()]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('may have a comment that looks like an end record', async () => {
    const content = await openContent(tensor([7]));
    const fake = new Uint8Array(40);
    fake.set([0x50, 0x4b, 5, 6], 4);
    const file = await openNpz(buildZip([{ name: 'a.npy', content }], { comment: fake }));
    expect((await file.read('a')).toArray()).toEqual([7]);
  });

  it('refuses what it cannot write', async () => {
    await expect(encodeNpz({ x: 3 as never })).rejects.toThrow(/expected a tensor under 'x'/);
    await expect(encodeNpz({ '\ud800': tensor(1) })).rejects.toThrow(/whole characters/);
    await expect(encodeNpz({ ['x'.repeat(65_532)]: tensor(1) })).rejects.toThrow(/at most 65,531 bytes/);
  });
});

/** The npy file of a tensor, as an entry holds it. */
async function openContent(x: ReturnType<typeof tensor>): Promise<Uint8Array> {
  const bytes = await encodeNpz({ x });
  const view = new DataView(bytes.buffer);
  return bytes.slice(35, 35 + view.getUint32(18, true));
}
