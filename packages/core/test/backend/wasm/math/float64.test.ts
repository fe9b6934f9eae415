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
import { float64, pairs, relativeError, samples, worst } from './samples.js';

const xs = samples(float64, 20_000, 1);
const [left, right] = pairs(float64, 20_000, 2);
const bound = (name: string): number => (exact.has(name) ? 0 : 1e-14);

const asMask = (value: number): bigint => (value === 0 ? 0n : -1n);
const bitsOf = (values: Float64Array): BigInt64Array => new BigInt64Array(values.buffer);

describe.each(supports('relaxed-simd') ? [false, true] : [false])('float64, relaxed: %s', (relaxed) => {
  const map = new Mapper(vectorMath.f64x2, Float64Array, relaxed);

  it.each(unaryInstructions.filter((name) => !masks.has(name)))('%s keeps NaN, whatever its payload', (name) => {
    const payloads = new BigUint64Array([
      0x7ff8000000000000n,
      0x7ff0000000000001n,
      0x7fffffffffffffffn,
      0xfff8000000012345n,
      0xfff00000000003ffn,
      0x7ff8000000000400n,
    ]);
    expect(Array.from(map.unary(name, new Float64Array(payloads.buffer)))).toEqual(
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
    const errors = expected.map((value, i) => relativeError(actual[i] as number, value));
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
    const errors = expected.map((value, i) => relativeError(actual[i] as number, value));
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
