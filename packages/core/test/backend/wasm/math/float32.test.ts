import { describe, expect, it } from 'vitest';
import { binaryTable, unaryTable } from '../../../../src/backend/reference/scalar-table.js';
import {
  type BinaryInstruction,
  binaryInstructions,
  type UnaryInstruction,
  unaryInstructions,
} from '../../../../src/backend/scalar.js';
import { vectorMath } from '../../../../src/backend/wasm/math/index.js';
import { supports } from '../../../../src/backend/wasm/platform.js';
import { exact, Mapper, masks } from './map.js';
import { float32, pairs, samples, ulps, worst } from './samples.js';

const xs = samples(float32, 20_000, 1);
const [left, right] = pairs(float32, 20_000, 2);
const bound = (name: string): number => (exact.has(name) ? 0 : 2);

const asMask = (value: number): number => (value === 0 ? 0 : -1);
const bitsOf = (values: Float32Array): Int32Array => new Int32Array(values.buffer);

describe.each(supports('relaxed-simd') ? [false, true] : [false])('float32, relaxed: %s', (relaxed) => {
  const map = new Mapper(vectorMath.f32x4, Float32Array, relaxed);

  it.each(unaryInstructions.filter((name) => !masks.has(name)))('%s keeps NaN, whatever its payload', (name) => {
    const payloads = new Uint32Array([
      0x7fc00000, 0x7f800001, 0x7fffffff, 0xffc12345, 0xff800077, 0x7fa00001, 0x7fc0007f, 0xffffff80,
    ]);
    expect(Array.from(map.unary(name, new Float32Array(payloads.buffer)))).toEqual(
      Array.from(payloads, () => Number.NaN),
    );
  });

  it.each(unaryInstructions)('%s', (name: UnaryInstruction) => {
    const actual = map.unary(name, xs);
    const expected = xs.map((x) => unaryTable[name](x));
    if (masks.has(name)) {
      expect(Array.from(bitsOf(actual))).toEqual(expected.map(asMask));
      return;
    }
    const errors = expected.map((value, i) => ulps(actual[i] as number, value));
    const { error, at } = worst(errors, (i) => `${name}(${xs[i]}) = ${actual[i]}, expected ${expected[i]}`);
    expect(error, at).toBeLessThanOrEqual(bound(name));
  });

  it.each(binaryInstructions)('%s', (name: BinaryInstruction) => {
    const actual = map.binary(name, left, right);
    const expected = left.map((x, i) => binaryTable[name](x, right[i] as number));
    if (masks.has(name)) {
      expect(Array.from(bitsOf(actual))).toEqual(expected.map(asMask));
      return;
    }
    const errors = expected.map((value, i) => ulps(actual[i] as number, value));
    const { error, at } = worst(
      errors,
      (i) => `${name}(${left[i]}, ${right[i]}) = ${actual[i]}, expected ${expected[i]}`,
    );
    expect(error, at).toBeLessThanOrEqual(bound(name));
  });

  it('gives each lane a result that does not depend on its neighbours', () => {
    const some = xs.filter((_, i) => i % 10 === 0);
    const order = some.map((_, i) => (i * 7919) % some.length);
    for (const name of unaryInstructions) {
      const straight = bitsOf(map.unary(name, some));
      const mixed = bitsOf(
        map.unary(
          name,
          order.map((i) => some[i] as number),
        ),
      );
      expect(Array.from(mixed), name).toEqual(order.map((i) => straight[i]));
    }
    for (const name of binaryInstructions) {
      const straight = bitsOf(map.binary(name, some, some.toReversed()));
      const permuted = (values: readonly number[]): number[] => order.map((i) => values[i] as number);
      const mixed = bitsOf(map.binary(name, permuted(some), permuted(some.toReversed())));
      expect(Array.from(mixed), name).toEqual(order.map((i) => straight[i]));
    }
  });
});
