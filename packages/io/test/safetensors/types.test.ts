import { describe, expect, it } from 'vitest';
import { encodeSafetensors, openSafetensors } from '../../src/index.js';
import { contents, fixture, numbersOf } from '../fixtures.js';

/** Files of the reference implementation, with every type that it writes. */
const files = await Promise.all(
  ['types-torch.safetensors', 'types-numpy.safetensors'].map((name) => openSafetensors(fixture(name))),
);

const dtypes: Readonly<Record<string, string>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float32',
  BF16: 'float32',
  U8: 'uint8',
  BOOL: 'bool',
};

it('the bytes are those that the reference implementation writes', async () => {
  const bytes = fixture('classifier.safetensors');
  const { metadata, readAll } = await openSafetensors(bytes);
  const written = await encodeSafetensors(await readAll(), { metadata: Object.fromEntries(metadata) });
  expect(written).toEqual(new Uint8Array(bytes));
});

describe('the types of safetensors', () => {
  const readable = Object.entries(contents.safetensors).filter(([name]) => !name.includes('wide'));

  it.each(readable)('%s is read', async (name, described) => {
    const file = files.find(({ tensors }) => tensors.has(name));
    const tensor = await file?.read(name);
    expect(tensor?.shape).toEqual(described.shape);
    expect(tensor?.dtype).toBe(dtypes[name] ?? (name === 'scalar' || name === 'empty' ? 'float32' : 'int32'));
    expect(file?.tensors.get(name)?.dtype).toBe(tensor?.dtype);
    expect(Array.from((await tensor?.data()) ?? [])).toEqual(numbersOf(described));
  });

  it('wide integers are int32 or float64 where they fit, and errors where they do not', async () => {
    const [file] = files;
    await expect(file?.read('wide')).rejects.toThrow(
      "tensor 'wide': element 0 is 2147483648, which int32 does not hold exactly; read it with { wideIntegers: 'float64' }",
    );
    const wide = await file?.read('wide', { wideIntegers: 'float64' });
    expect([wide?.dtype, wide?.toArray()]).toEqual(['float64', [2 ** 31, -(2 ** 53) + 1]]);
    expect((await file?.read('I64', { wideIntegers: 'float64' }))?.dtype).toBe('float64');
    expect((await file?.read('I32', { wideIntegers: 'float64' }))?.dtype).toBe('int32');
    await expect(file?.read('too-wide', { wideIntegers: 'float64' })).rejects.toThrow(
      "tensor 'too-wide': element 0 is 4611686018427387904, which float64 does not hold exactly",
    );
  });

  it('complex numbers are none', async () => {
    await expect(files[0]?.read('complex')).rejects.toThrow("tensor 'complex' is C64; only these can be read");
  });
});
