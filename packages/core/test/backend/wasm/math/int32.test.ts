import { describe, expect, it } from 'vitest';
import {
  binaryTable,
  int32BinaryTable,
  int32UnaryTable,
  unaryTable,
} from '../../../../src/backend/reference/scalar-table.js';
import { binaryInstructions, unaryInstructions } from '../../../../src/backend/scalar.js';
import { vectorMath } from '../../../../src/backend/wasm/math/index.js';
import { Mapper, masks } from './map.js';
import { generator } from './samples.js';

const map = new Mapper(vectorMath.i32x4, Int32Array);
const least = -(2 ** 31);
const special = [0, 1, -1, 2, -2, 3, 7, -7, 10, 31, 46341, 65536, least, least + 1, 2 ** 31 - 1, 2 ** 30, 1000003];
const random = generator(5);
const drawn = (count: number): number[] =>
  Array.from({ length: count }, () => Math.trunc((random() - 0.5) * 2 ** (random() * 32)));

const xs = [...special, ...drawn(4000)];
const left = [...special.flatMap((x) => special.map(() => x)), ...drawn(8000)];
const right = [...special.flatMap(() => special), ...drawn(8000)];

/** What the typed array makes of a float64, or a mask. */
const stored = (name: string, values: readonly number[]): number[] =>
  masks.has(name) ? values.map((value) => (value === 0 ? 0 : -1)) : Array.from(Int32Array.from(values));

describe('int32', () => {
  const unary = unaryInstructions.filter((name) => vectorMath.i32x4.unary[name] !== undefined);
  it.each(unary)('%s', (name) => {
    const compute = int32UnaryTable[name] ?? unaryTable[name];
    expect(Array.from(map.unary(name, xs))).toEqual(stored(name, xs.map(compute)));
  });

  const binary = binaryInstructions.filter((name) => vectorMath.i32x4.binary[name] !== undefined);
  it.each(binary)('%s', (name) => {
    const compute = int32BinaryTable[name] ?? binaryTable[name];
    const expected = left.map((x, i) => compute(x, right[i] as number));
    expect(Array.from(map.binary(name, left, right))).toEqual(stored(name, expected));
  });

  it('has no entry where integers have no result of their own', () => {
    expect(vectorMath.i32x4.unary.exp).toBeUndefined();
    expect(vectorMath.i32x4.binary.divide).toBeUndefined();
  });
});
