import { type AnyTensor, type DType, fromArray, type HostArray, showShape, Tensor } from '@adjoint/core';
import fc from 'fast-check';
import { expect } from 'vitest';

/** The bits of a tensor, with what they mean. */
export async function bitsOf(tensor: AnyTensor): Promise<string> {
  const values = await tensor.data();
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return `${tensor.dtype} ${showShape(tensor.shape)} ${Buffer.from(bytes).toString('hex')}`;
}

/** A state with bits in place of tensors; objects become lists of entries, whose order counts. */
export async function withBits(state: unknown): Promise<unknown> {
  if (state instanceof Tensor) return bitsOf(state);
  if (Array.isArray(state)) return Promise.all(state.map(withBits));
  if (typeof state !== 'object' || state === null) return state;
  return Promise.all(Object.entries(state).map(async ([key, item]) => [key, await withBits(item)]));
}

/** Whether two states have the same tensors in all bits, in whatever order. */
export async function expectSame(
  actual: Readonly<Record<string, AnyTensor>>,
  expected: Readonly<Record<string, AnyTensor>>,
): Promise<void> {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, tensor] of Object.entries(expected)) {
    expect(await bitsOf(actual[name] as AnyTensor), name).toBe(await bitsOf(tensor));
  }
}

/** A tensor of any bits. */
export function tensorOf(dtype: DType, shape: readonly number[], bytes: Uint8Array): AnyTensor {
  const own = bytes.slice().buffer;
  if (dtype === 'bool')
    return fromArray(
      bytes.map((byte) => byte & 1),
      shape,
    ).cast('bool');
  const arrays: Record<Exclude<DType, 'bool'>, () => HostArray> = {
    float32: () => new Float32Array(own),
    float64: () => new Float64Array(own),
    int32: () => new Int32Array(own),
    uint8: () => new Uint8Array(own),
  };
  return fromArray(arrays[dtype](), shape);
}

const sizes: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, uint8: 1, bool: 1 };

/** Tensors of every dtype and of any bits, scalars and empty ones too. */
export const anyTensor: fc.Arbitrary<AnyTensor> = fc
  .tuple(
    fc.constantFrom<DType>('float32', 'float64', 'int32', 'uint8', 'bool'),
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
  )
  .chain(([dtype, shape]) => {
    const length = shape.reduce((size, dimension) => size * dimension, 1) * sizes[dtype];
    return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => tensorOf(dtype, shape, bytes));
  });

/** Names, some of which objects have by nature. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'a.b', '', '"\\', '\u0000', 'ü/é', '😀'),
);

/** Tensors by name. */
export const anyState: fc.Arbitrary<Record<string, AnyTensor>> = fc
  .array(fc.tuple(anyName, anyTensor), { maxLength: 6 })
  .map((entries) => Object.fromEntries(entries));
