import { describe, expect, it } from 'vitest';
import { FormatError, openSafetensors, type Readable, readNpy } from '../../src/index.js';

const file = new TextEncoder().encode(`\u0002\0\0\0\0\0\0\0{}`);

describe('what can be read from', () => {
  it.each<[string, Readable]>([
    ['a Uint8Array', file],
    ['a part of an array', new Uint8Array([9, ...file, 9]).subarray(1, -1)],
    ["Node's Buffer", Buffer.from(file)],
    ['an ArrayBuffer', file.slice().buffer],
    ['a Blob', new Blob([file])],
    ['a File', new File([file], 'empty.safetensors')],
    ['a source', { name: 'mine', size: 10, read: async (offset, length) => file.slice(offset, offset + length) }],
  ])('is %s', async (_, from) => {
    expect((await openSafetensors(from)).tensors.size).toBe(0);
  });

  it.each([
    ['model.safetensors', /use @adjoint\/io\/node/],
    [null, /got object/],
    [{}, /got object/],
    [7, /got number/],
  ])('is not %j', async (from, message) => {
    await expect(openSafetensors(from as never)).rejects.toThrow(TypeError);
    await expect(openSafetensors(from as never)).rejects.toThrow(message);
  });

  it('is called by its name in errors', async () => {
    const named = new File([new Uint8Array(3)], 'weights.safetensors');
    await expect(openSafetensors(named)).rejects.toThrow('safetensors: weights.safetensors: ');
    await expect(readNpy(new Blob([new Uint8Array(9)]))).rejects.toThrow('npy: a blob of 9 bytes: ');
  });

  it('must not change meanwhile', async () => {
    const shrinking = { name: 'shrinking', size: 10, read: async () => new Uint8Array(3) };
    await expect(openSafetensors(shrinking)).rejects.toThrow(FormatError);
    await expect(openSafetensors(shrinking)).rejects.toThrow(/3 bytes of 8; it was changed while it was read/);
  });
});
