import { evaluate, fromArray, tensor, Variable, zeros } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors, openSafetensors } from '../../src/index.js';
import { countingSource } from '../source/counting-source.js';
import { anyName, anyState, bitsOf, expectSame } from '../tensors.js';

describe('safetensors', () => {
  it('keeps every bit of every dtype and shape', async () => {
    await fc.assert(
      fc.asyncProperty(anyState, async (state) => {
        const file = await openSafetensors(await encodeSafetensors(state));
        await expectSame(await file.readAll(), state);
        for (const [name, { shape, dtype }] of Object.entries(state)) {
          expect(file.tensors.get(name)).toMatchObject({ shape, dtype });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps metadata', async () => {
    const metadata = fc.array(fc.tuple(anyName, anyName)).map((entries) => Object.fromEntries(entries));
    await fc.assert(
      fc.asyncProperty(metadata, async (texts) => {
        const file = await openSafetensors(await encodeSafetensors({ x: tensor(1) }, { metadata: texts }));
        expect(new Map(file.metadata)).toEqual(new Map(Object.entries(texts)));
      }),
    );
  });

  it('makes the same bytes in whatever order tensors come', async () => {
    await fc.assert(
      fc.asyncProperty(anyState, async (state) => {
        const reversed = Object.fromEntries(Object.entries(state).reverse());
        expect(await encodeSafetensors(reversed)).toEqual(await encodeSafetensors(state));
      }),
    );
  });

  it('aligns every element', async () => {
    await fc.assert(
      fc.asyncProperty(anyState, async (state) => {
        const source = countingSource(await encodeSafetensors(state));
        const file = await openSafetensors(source);
        for (const [name, { dtype, shape }] of file.tensors) {
          source.reads.length = 0;
          await file.read(name);
          const width = { float64: 8, float32: 4, int32: 4 }[dtype as string] ?? 1;
          if (!shape.includes(0)) expect((source.reads[0]?.[0] as number) % width).toBe(0);
        }
      }),
    );
  });

  it('reads the header alone, then of each tensor only its own bytes', async () => {
    const bytes = await encodeSafetensors({
      a: zeros([1000]),
      b: fromArray(new Float64Array([1, 2]), [2]),
      c: zeros([500]),
    });
    const source = countingSource(bytes);
    const file = await openSafetensors(source);
    const dataStart = bytes.length - 16 - 6000;
    expect(source.reads).toEqual([
      [0, 8],
      [8, dataStart - 8],
    ]);
    source.reads.length = 0;
    expect((await file.read('c')).shape).toEqual([500]);
    expect((await file.read('b')).toArray()).toEqual([1, 2]);
    expect(source.reads).toEqual([
      [dataStart + 16 + 4000, 2000],
      [dataStart, 16],
    ]);
  });

  it('takes the tensors as they are at the call', async () => {
    const weight = new Variable(tensor([1, 2]));
    const writing = encodeSafetensors({ weight, twice: weight.mul(2) });
    weight.assign(tensor([5, 6]));
    const { weight: saved, twice } = await (await openSafetensors(await writing)).readAll();
    expect([saved?.toArray(), twice?.toArray()]).toEqual([
      [1, 2],
      [2, 4],
    ]);
  });

  it('gives tensors that own their data', async () => {
    const bytes = await encodeSafetensors({ x: tensor([1, 2]) });
    const file = await openSafetensors(bytes);
    const x = await file.read('x');
    bytes.fill(0);
    expect(x.toArray()).toEqual([1, 2]);
  });

  it('reads elements that are not aligned', async () => {
    const header =
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F64","shape":[1],"data_offsets":[1,9]}}';
    const bytes = new Uint8Array([
      header.length,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      ...new TextEncoder().encode(header),
      1,
      0,
      0,
      0,
      0,
      0,
      0,
      0xf8,
      0x3f,
    ]);
    const whole = {
      name: 'whole',
      size: bytes.length,
      read: async (at: number, n: number) => bytes.subarray(at, at + n),
    };
    expect(await bitsOf(await (await openSafetensors(whole)).read('b'))).toBe(await bitsOf(tensor([1.5], 'float64')));
  });

  it('refuses what it cannot write', async () => {
    await expect(encodeSafetensors({ x: 3 as never })).rejects.toThrow(
      "safetensors: expected a tensor under 'x', got number",
    );
    await expect(encodeSafetensors({ __metadata__: tensor(1) })).rejects.toThrow(/rename it/);
    await expect(encodeSafetensors({ '\ud800': tensor(1) })).rejects.toThrow(/whole characters/);
    await expect(encodeSafetensors({}, { metadata: { a: 1 as never } })).rejects.toThrow(/must be texts/);
    const manyAxes = zeros(new Array<number>(65).fill(1));
    await expect(encodeSafetensors({ x: manyAxes })).rejects.toThrow(/at most 64 axes/);
  });

  it('says what there is where a name is asked for that is not', async () => {
    const file = await openSafetensors(await encodeSafetensors({ a: tensor(1), b: tensor(2) }));
    await expect(file.read('toString')).rejects.toThrow("safetensors: there is no tensor 'toString'; there is a, b");
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`t${index}`, evaluate(tensor(index))]));
    await expect((await openSafetensors(await encodeSafetensors(many))).read('x')).rejects.toThrow(/and 10 more$/);
  });
});
