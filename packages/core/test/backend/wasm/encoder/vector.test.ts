import { describe, expect, it } from 'vitest';
import {
  type Code,
  f32,
  f32x4,
  f64,
  f64x2,
  i8x16,
  i16x8,
  i32,
  i32x4,
  i64,
  i64x2,
  v128,
} from '../../../../src/backend/wasm/encoder/index.js';
import { supports } from '../../../../src/backend/wasm/platform.js';
import { evaluate, onVectors } from '../run.js';

type Lanes = ArrayBufferView<ArrayBuffer> & Iterable<number | bigint>;
type Vector = new (buffer: ArrayBuffer) => Lanes;
type Row = readonly [
  name: string,
  expression: (...vectors: readonly Code[]) => Code,
  inputs: readonly Lanes[],
  expected: Lanes,
];

function check(rows: readonly Row[]): void {
  it.each(rows.map(([name, ...rest]) => [name, rest] as const))('%s', (_name, [expression, inputs, expected]) => {
    const actual = new (expected.constructor as Vector)(onVectors(inputs, expression));
    expect(Array.from(actual)).toEqual(Array.from(expected));
  });
}

const f32s = (...values: number[]): Float32Array<ArrayBuffer> => Float32Array.from(values);
const f64s = (...values: number[]): Float64Array<ArrayBuffer> => Float64Array.from(values);
const i32s = (...values: number[]): Int32Array<ArrayBuffer> => Int32Array.from(values);
const i64s = (...values: bigint[]): BigInt64Array<ArrayBuffer> => BigInt64Array.from(values);
const i16s = (...values: number[]): Int16Array<ArrayBuffer> => Int16Array.from(values);
const u8s = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);

/** A binary instruction as a row's expression. */
const two =
  (instruction: (a: Code, b: Code) => Code): Row[1] =>
  (a, b) =>
    instruction(a as Code, b as Code);
const one =
  (instruction: (a: Code) => Code): Row[1] =>
  (a) =>
    instruction(a as Code);

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe('f32x4', () => {
  const a = f32s(1, -2.5, 0, nan);
  const b = f32s(2, 0.5, -0, 1);
  check([
    ['add', two(f32x4.add), [a, b], f32s(3, -2, 0, nan)],
    ['sub', two(f32x4.sub), [a, b], f32s(-1, -3, 0, nan)],
    ['mul', two(f32x4.mul), [a, b], f32s(2, -1.25, -0, nan)],
    ['div', two(f32x4.div), [a, b], f32s(0.5, -5, nan, nan)],
    ['min', two(f32x4.min), [a, b], f32s(1, -2.5, -0, nan)],
    ['max', two(f32x4.max), [a, b], f32s(2, 0.5, 0, nan)],
    ['pmin', two(f32x4.pmin), [a, b], f32s(1, -2.5, 0, nan)],
    ['pmax', two(f32x4.pmax), [f32s(1, 1, nan, 0), f32s(2, 0, 1, nan)], f32s(2, 1, nan, 0)],
    ['abs', one(f32x4.abs), [a], f32s(1, 2.5, 0, nan)],
    ['neg', one(f32x4.neg), [a], f32s(-1, 2.5, -0, nan)],
    ['sqrt', one(f32x4.sqrt), [f32s(4, -1, -0, infinity)], f32s(2, nan, -0, infinity)],
    ['ceil', one(f32x4.ceil), [f32s(-0.5, 0.5, 2.5, -2.5)], f32s(-0, 1, 3, -2)],
    ['floor', one(f32x4.floor), [f32s(-0.5, 0.5, 2.5, -2.5)], f32s(-1, 0, 2, -3)],
    ['trunc', one(f32x4.trunc), [f32s(-0.5, 0.5, 2.5, -2.5)], f32s(-0, 0, 2, -2)],
    ['nearest', one(f32x4.nearest), [f32s(-0.5, 1.5, 2.5, -2.6)], f32s(-0, 2, 2, -3)],
    ['eq', two(f32x4.eq), [a, b], i32s(0, 0, -1, 0)],
    ['ne', two(f32x4.ne), [a, b], i32s(-1, -1, 0, -1)],
    ['lt', two(f32x4.lt), [a, b], i32s(-1, -1, 0, 0)],
    ['gt', two(f32x4.gt), [b, a], i32s(-1, -1, 0, 0)],
    ['le', two(f32x4.le), [a, b], i32s(-1, -1, -1, 0)],
    ['ge', two(f32x4.ge), [a, b], i32s(0, 0, -1, 0)],
    ['const of one', () => f32x4.const(0.1), [], f32s(0.1, 0.1, 0.1, 0.1)],
    ['const of four', () => f32x4.const(1, 2, 3, 4), [], f32s(1, 2, 3, 4)],
    ['splat', () => f32x4.splat(f32.const(3)), [], f32s(3, 3, 3, 3)],
    ['replaceLane', (x) => f32x4.replaceLane(x as Code, 2, f32.const(9)), [b], f32s(2, 0.5, 9, 1)],
    ['convertI32x4S', one(f32x4.convertI32x4S), [i32s(-1, 2, 3, 4)], f32s(-1, 2, 3, 4)],
    ['convertI32x4U', one(f32x4.convertI32x4U), [i32s(-1, 2, 3, 4)], f32s(2 ** 32, 2, 3, 4)],
    ['demoteF64x2Zero', one(f32x4.demoteF64x2Zero), [f64s(0.1, 1e300)], f32s(0.1, infinity, 0, 0)],
    [
      'madd',
      (x, y) => f32x4.madd({ relaxed: false })(x as Code, y as Code, y as Code),
      [f32s(1, 2, 3, 4), b],
      f32s(4, 1.5, -0, 5),
    ],
    [
      'nmadd',
      (x, y) => f32x4.nmadd({ relaxed: false })(x as Code, y as Code, y as Code),
      [f32s(1, 2, 3, 4), b],
      f32s(0, -0.5, 0, -3),
    ],
  ]);

  it('extractLane', () => {
    expect(evaluate('f32', [], [], () => f32x4.extractLane(f32x4.const(1, 2, 3, 4), 2))).toBe(3);
  });

  it('a constant of the wrong length is refused', () => {
    expect(() => f32x4.const(1, 2)).toThrow(/4 lanes takes 1 or 4 numbers, got 2/);
  });
});

describe('f64x2', () => {
  const a = f64s(1, nan);
  const b = f64s(-0.5, 1);
  check([
    ['add', two(f64x2.add), [a, b], f64s(0.5, nan)],
    ['sub', two(f64x2.sub), [a, b], f64s(1.5, nan)],
    ['mul', two(f64x2.mul), [a, b], f64s(-0.5, nan)],
    ['div', two(f64x2.div), [a, b], f64s(-2, nan)],
    ['min', two(f64x2.min), [a, b], f64s(-0.5, nan)],
    ['max', two(f64x2.max), [a, b], f64s(1, nan)],
    ['pmin', two(f64x2.pmin), [b, a], f64s(-0.5, 1)],
    ['pmax', two(f64x2.pmax), [b, a], f64s(1, 1)],
    ['abs', one(f64x2.abs), [b], f64s(0.5, 1)],
    ['neg', one(f64x2.neg), [b], f64s(0.5, -1)],
    ['sqrt', one(f64x2.sqrt), [f64s(2, -0)], f64s(Math.SQRT2, -0)],
    ['ceil', one(f64x2.ceil), [f64s(-0.5, 1.2)], f64s(-0, 2)],
    ['floor', one(f64x2.floor), [f64s(-0.5, 1.2)], f64s(-1, 1)],
    ['trunc', one(f64x2.trunc), [f64s(-1.5, 1.2)], f64s(-1, 1)],
    ['nearest', one(f64x2.nearest), [f64s(0.5, 1.5)], f64s(0, 2)],
    ['eq', two(f64x2.eq), [a, a], i64s(-1n, 0n)],
    ['ne', two(f64x2.ne), [a, a], i64s(0n, -1n)],
    ['lt', two(f64x2.lt), [b, a], i64s(-1n, 0n)],
    ['gt', two(f64x2.gt), [a, b], i64s(-1n, 0n)],
    ['le', two(f64x2.le), [a, a], i64s(-1n, 0n)],
    ['ge', two(f64x2.ge), [a, a], i64s(-1n, 0n)],
    ['const', () => f64x2.const(0.1, -0), [], f64s(0.1, -0)],
    ['splat', () => f64x2.splat(f64.const(0.1)), [], f64s(0.1, 0.1)],
    ['replaceLane', (x) => f64x2.replaceLane(x as Code, 1, f64.const(7)), [a], f64s(1, 7)],
    ['convertLowI32x4S', one(f64x2.convertLowI32x4S), [i32s(-1, 2, 3, 4)], f64s(-1, 2)],
    ['convertLowI32x4U', one(f64x2.convertLowI32x4U), [i32s(-1, 2, 3, 4)], f64s(2 ** 32 - 1, 2)],
    ['promoteLowF32x4', one(f64x2.promoteLowF32x4), [f32s(0.1, 2, 3, 4)], f64s(Math.fround(0.1), 2)],
    ['madd', (x, y) => f64x2.madd({ relaxed: false })(x as Code, x as Code, y as Code), [f64s(3, 4), b], f64s(8.5, 17)],
    [
      'nmadd',
      (x, y) => f64x2.nmadd({ relaxed: false })(x as Code, x as Code, y as Code),
      [f64s(3, 4), b],
      f64s(-9.5, -15),
    ],
  ]);

  it('extractLane', () => {
    expect(evaluate('f64', [], [], () => f64x2.extractLane(f64x2.const(1, 2), 1))).toBe(2);
  });
});

describe('i32x4', () => {
  const a = i32s(-1, 5, 2 ** 31 - 1, 0);
  const b = i32s(1, 5, 2, -3);
  const by =
    (instruction: (x: Code, count: Code) => Code): Row[1] =>
    (x) =>
      instruction(x as Code, i32.const(4));
  check([
    ['add', two(i32x4.add), [a, b], i32s(0, 10, -(2 ** 31) + 1, -3)],
    ['sub', two(i32x4.sub), [a, b], i32s(-2, 0, 2 ** 31 - 3, 3)],
    ['mul', two(i32x4.mul), [a, b], i32s(-1, 25, -2, 0)],
    ['minS', two(i32x4.minS), [a, b], i32s(-1, 5, 2, -3)],
    ['minU', two(i32x4.minU), [a, b], i32s(1, 5, 2, 0)],
    ['maxS', two(i32x4.maxS), [a, b], i32s(1, 5, 2 ** 31 - 1, 0)],
    ['maxU', two(i32x4.maxU), [a, b], i32s(-1, 5, 2 ** 31 - 1, -3)],
    ['abs', one(i32x4.abs), [b], i32s(1, 5, 2, 3)],
    ['neg', one(i32x4.neg), [b], i32s(-1, -5, -2, 3)],
    ['shl', by(i32x4.shl), [b], i32s(16, 80, 32, -48)],
    ['shrS', by(i32x4.shrS), [i32s(-32, 32, 15, 16)], i32s(-2, 2, 0, 1)],
    ['shrU', by(i32x4.shrU), [i32s(-32, 32, 15, 16)], i32s(2 ** 28 - 2, 2, 0, 1)],
    ['eq', two(i32x4.eq), [a, b], i32s(0, -1, 0, 0)],
    ['ne', two(i32x4.ne), [a, b], i32s(-1, 0, -1, -1)],
    ['ltS', two(i32x4.ltS), [a, b], i32s(-1, 0, 0, 0)],
    ['ltU', two(i32x4.ltU), [a, b], i32s(0, 0, 0, -1)],
    ['gtS', two(i32x4.gtS), [a, b], i32s(0, 0, -1, -1)],
    ['gtU', two(i32x4.gtU), [a, b], i32s(-1, 0, -1, 0)],
    ['leS', two(i32x4.leS), [a, b], i32s(-1, -1, 0, 0)],
    ['leU', two(i32x4.leU), [a, b], i32s(0, -1, 0, -1)],
    ['geS', two(i32x4.geS), [a, b], i32s(0, -1, -1, -1)],
    ['geU', two(i32x4.geU), [a, b], i32s(-1, -1, -1, 0)],
    ['const', () => i32x4.const(1, -2, 3, 4), [], i32s(1, -2, 3, 4)],
    ['splat', () => i32x4.splat(i32.const(-7)), [], i32s(-7, -7, -7, -7)],
    ['replaceLane', (x) => i32x4.replaceLane(x as Code, 1, i32.const(9)), [b], i32s(1, 9, 2, -3)],
    ['truncSatF32x4S', one(i32x4.truncSatF32x4S), [f32s(-1.5, nan, 1e20, 2.9)], i32s(-1, 0, 2 ** 31 - 1, 2)],
    ['truncSatF32x4U', one(i32x4.truncSatF32x4U), [f32s(-1.5, nan, 1e20, 2.9)], i32s(0, 0, -1, 2)],
    ['truncSatF64x2SZero', one(i32x4.truncSatF64x2SZero), [f64s(-1.5, 1e20)], i32s(-1, 2 ** 31 - 1, 0, 0)],
    ['truncSatF64x2UZero', one(i32x4.truncSatF64x2UZero), [f64s(-1.5, 1e20)], i32s(0, -1, 0, 0)],
    ['extendLowS', one(i32x4.extendLowS), [i16s(-1, 2, 3, 4, 5, 6, 7, -8)], i32s(-1, 2, 3, 4)],
    ['extendHighS', one(i32x4.extendHighS), [i16s(-1, 2, 3, 4, 5, 6, 7, -8)], i32s(5, 6, 7, -8)],
    ['extendLowU', one(i32x4.extendLowU), [i16s(-1, 2, 3, 4, 5, 6, 7, -8)], i32s(65535, 2, 3, 4)],
    ['extendHighU', one(i32x4.extendHighU), [i16s(-1, 2, 3, 4, 5, 6, 7, -8)], i32s(5, 6, 7, 65528)],
    [
      'dotI16x8S',
      two(i32x4.dotI16x8S),
      [i16s(1, 2, 3, 4, 5, 6, 7, 8), i16s(1, 1, 1, 1, -1, 1, 2, 2)],
      i32s(3, 7, 1, 30),
    ],
    [
      'extmulLowS',
      two(i32x4.extmulLowS),
      [i16s(-1, 300, 3, 4, 0, 0, 0, 0), i16s(1, 300, 1, 1, 0, 0, 0, 0)],
      i32s(-1, 90000, 3, 4),
    ],
  ]);

  it('reductions and lanes', () => {
    expect(evaluate('i32', [], [], () => i32x4.extractLane(i32x4.const(1, 2, 3, 4), 3))).toBe(4);
    expect(evaluate('i32', [], [], () => i32x4.allTrue(i32x4.const(1, 2, 0, 4)))).toBe(0);
    expect(evaluate('i32', [], [], () => i32x4.bitmask(i32x4.const(-1, 2, -3, 4)))).toBe(5);
  });
});

describe('i64x2', () => {
  const a = i64s(-1n, 2n ** 40n);
  const b = i64s(3n, 5n);
  check([
    ['add', two(i64x2.add), [a, b], i64s(2n, 2n ** 40n + 5n)],
    ['sub', two(i64x2.sub), [a, b], i64s(-4n, 2n ** 40n - 5n)],
    ['mul', two(i64x2.mul), [a, b], i64s(-3n, 5n * 2n ** 40n)],
    ['abs', one(i64x2.abs), [a], i64s(1n, 2n ** 40n)],
    ['neg', one(i64x2.neg), [a], i64s(1n, -(2n ** 40n))],
    ['shl', (x) => i64x2.shl(x as Code, i32.const(3)), [b], i64s(24n, 40n)],
    ['shrS', (x) => i64x2.shrS(x as Code, i32.const(1)), [a], i64s(-1n, 2n ** 39n)],
    ['shrU', (x) => i64x2.shrU(x as Code, i32.const(1)), [a], i64s(2n ** 63n - 1n, 2n ** 39n)],
    ['eq', two(i64x2.eq), [a, a], i64s(-1n, -1n)],
    ['ne', two(i64x2.ne), [a, a], i64s(0n, 0n)],
    ['ltS', two(i64x2.ltS), [a, b], i64s(-1n, 0n)],
    ['gtS', two(i64x2.gtS), [a, b], i64s(0n, -1n)],
    ['leS', two(i64x2.leS), [a, b], i64s(-1n, 0n)],
    ['geS', two(i64x2.geS), [a, b], i64s(0n, -1n)],
    ['const', () => i64x2.const(-1, 5), [], i64s(-1n, 5n)],
    ['splat', () => i64x2.splat(i64.const(-7)), [], i64s(-7n, -7n)],
    ['extendLowS', one(i64x2.extendLowS), [i32s(-1, 2, 3, 4)], i64s(-1n, 2n)],
    ['extendHighU', one(i64x2.extendHighU), [i32s(-1, 2, 3, -1)], i64s(3n, 2n ** 32n - 1n)],
    ['extmulLowU', two(i64x2.extmulLowU), [i32s(-1, 2, 3, 4), i32s(-1, 2, 3, 4)], i64s(-(2n ** 33n) + 1n, 4n)],
  ]);
});

describe('bytes and 16-bit lanes', () => {
  const bytes = u8s(...Array.from({ length: 16 }, (_, i) => i * 16));
  check([
    ['i8x16.splat', () => i8x16.splat(i32.const(1)), [], u8s(...new Array<number>(16).fill(1))],
    ['i8x16.add', two(i8x16.add), [bytes, bytes], u8s(...Array.from(bytes, (x) => 2 * x))],
    ['i8x16.sub', two(i8x16.sub), [bytes, bytes], new Uint8Array(16)],
    ['i8x16.addSatU', two(i8x16.addSatU), [bytes, bytes], u8s(...Array.from(bytes, (x) => Math.min(255, 2 * x)))],
    [
      'i8x16.eq',
      (x) => i8x16.eq(x as Code, i8x16.const(32)),
      [bytes],
      u8s(...Array.from(bytes, (x) => (x === 32 ? 255 : 0))),
    ],
    [
      'i8x16.ltU',
      (x) => i8x16.ltU(x as Code, i8x16.const(32)),
      [bytes],
      u8s(...Array.from(bytes, (x) => (x < 32 ? 255 : 0))),
    ],
    [
      'i8x16.minU',
      (x) => i8x16.minU(x as Code, i8x16.const(32)),
      [bytes],
      u8s(...Array.from(bytes, (x) => Math.min(x, 32))),
    ],
    ['i8x16.swizzle', (x) => i8x16.swizzle(x as Code, i8x16.const(2)), [bytes], u8s(...new Array<number>(16).fill(32))],
    ['i8x16.neg', one(i8x16.neg), [bytes], u8s(...Array.from(bytes, (x) => -x))],
    ['i8x16.popcnt', one(i8x16.popcnt), [bytes], u8s(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4)],
    [
      'i16x8.add',
      two(i16x8.add),
      [i16s(1, 2, 3, 4, 5, 6, 7, 8), i16s(1, 1, 1, 1, 1, 1, 1, 1)],
      i16s(2, 3, 4, 5, 6, 7, 8, 9),
    ],
    [
      'i16x8.mul',
      two(i16x8.mul),
      [i16s(1, 2, 3, 4, 5, 6, 7, 8), i16s(1, 1, 1, 1, 1, 1, 1, -1)],
      i16s(1, 2, 3, 4, 5, 6, 7, -8),
    ],
    ['i16x8.extendLowU', one(i16x8.extendLowU), [bytes], i16s(...Array.from(bytes.subarray(0, 8)))],
    ['i16x8.extendHighU', one(i16x8.extendHighU), [bytes], i16s(...Array.from(bytes.subarray(8)))],
    [
      'i16x8.narrowI32x4S',
      two(i16x8.narrowI32x4S),
      [i32s(1, -1, 1e6, -1e6), i32s(5, 6, 7, 8)],
      i16s(1, -1, 32767, -32768, 5, 6, 7, 8),
    ],
    [
      'i8x16.narrowI16x8U',
      two(i8x16.narrowI16x8U),
      [i16s(1, -1, 300, 4, 5, 6, 7, 8), i16s(9, 10, 11, 12, 13, 14, 15, 16)],
      u8s(1, 0, 255, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
    ],
  ]);
});

describe('v128', () => {
  const a = i32s(0b1100, -1, 0, 7);
  const b = i32s(0b1010, 5, 6, 7);
  const at = i32.const(32);
  // The third input lies at bytes 48 to 63, the second at 32 to 47: see onVectors.
  const numbers = u8s(...Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? i : 256 - i)));
  const loaded =
    (code: Code): Row[1] =>
    () =>
      code;
  const signed = Int8Array.from(numbers);
  check([
    ['and', two(v128.and), [a, b], i32s(0b1000, 5, 0, 7)],
    ['or', two(v128.or), [a, b], i32s(0b1110, -1, 6, 7)],
    ['xor', two(v128.xor), [a, b], i32s(0b0110, -6, 6, 0)],
    ['andnot', two(v128.andnot), [a, b], i32s(0b0100, -6, 0, 0)],
    ['not', one(v128.not), [a], i32s(~0b1100, 0, -1, ~7)],
    [
      'bitselect',
      (x, y) => v128.bitselect(x as Code, y as Code, i32x4.const(-1, 0, -1, 0)),
      [a, b],
      i32s(0b1100, 5, 0, 7),
    ],
    ['shuffle32', (x, y) => v128.shuffle32(x as Code, y as Code, [3, 0, 5, 4]), [a, b], i32s(7, 0b1100, 5, 0b1010)],
    ['shuffle64', (x, y) => v128.shuffle64(x as Code, y as Code, [1, 2]), [a, b], i32s(0, 7, 0b1010, 5)],
    ['zero', () => v128.zero, [], i32s(0, 0, 0, 0)],
    ['load8x8S', loaded(v128.load8x8S(at)), [a, numbers], i16s(...Array.from(signed.subarray(0, 8)))],
    ['load8x8U', loaded(v128.load8x8U(at)), [a, numbers], i16s(...Array.from(numbers.subarray(0, 8)))],
    ['load16x4S', loaded(v128.load16x4S(at)), [a, i16s(-1, 2, -3, 4, 5, 6, 7, 8)], i32s(-1, 2, -3, 4)],
    ['load16x4U', loaded(v128.load16x4U(at)), [a, i16s(-1, 2, -3, 4, 5, 6, 7, 8)], i32s(65535, 2, 65533, 4)],
    ['load32x2S', loaded(v128.load32x2S(at)), [a, i32s(-1, 2, 3, 4)], i64s(-1n, 2n)],
    ['load32x2U', loaded(v128.load32x2U(at)), [a, i32s(-1, 2, 3, 4)], i64s(2n ** 32n - 1n, 2n)],
    ['load8Splat', loaded(v128.load8Splat(at, { offset: 1 })), [a, numbers], u8s(...new Array<number>(16).fill(255))],
    [
      'load16Splat',
      loaded(v128.load16Splat(at)),
      [a, i16s(-1, 2, -3, 4, 5, 6, 7, 8)],
      i16s(...new Array<number>(8).fill(-1)),
    ],
    ['load32Splat', loaded(v128.load32Splat(at, { offset: 4 })), [a, b], i32s(5, 5, 5, 5)],
    ['load64Splat', loaded(v128.load64Splat(at)), [a, f64s(0.1, 2)], f64s(0.1, 0.1)],
    ['load32Zero', loaded(v128.load32Zero(at)), [a, b], i32s(0b1010, 0, 0, 0)],
    ['load64Zero', loaded(v128.load64Zero(at)), [a, b], i32s(0b1010, 5, 0, 0)],
    ['load32Lane', (x) => v128.load32Lane(at, x as Code, 3), [a, b], i32s(0b1100, -1, 0, 0b1010)],
    ['load8Lane', (x) => v128.load8Lane(at, x as Code, 0), [a, b], i32s(0b1010, -1, 0, 7)],
    ['store64Lane', (x) => [v128.store64Lane(i32.const(32), x as Code, 1), v128.load(at)], [a, b], i32s(0, 7, 6, 7)],
    ['store32Lane', (x) => [v128.store32Lane(i32.const(32), x as Code, 1), v128.load(at)], [a, b], i32s(-1, 5, 6, 7)],
  ]);

  it('anyTrue', () => {
    expect(evaluate('i32', [], [], () => v128.anyTrue(v128.zero))).toBe(0);
    expect(evaluate('i32', [], [], () => v128.anyTrue(i32x4.const(0, 0, 1, 0)))).toBe(1);
  });
});

describe('relaxed multiply-add', () => {
  it.runIf(supports('relaxed-simd'))('agrees up to one rounding', () => {
    const x = f32s(1.1, 2.2, 3.3, 4.4);
    const relaxed = new Float32Array(
      onVectors([x], (a) => f32x4.madd({ relaxed: true })(a as Code, a as Code, a as Code), true),
    );
    const negated = new Float64Array(
      onVectors([f64s(1.5, 2)], (a) => f64x2.nmadd({ relaxed: true })(a as Code, a as Code, a as Code), true),
    );
    relaxed.forEach((value, i) => {
      const exact = (x[i] as number) ** 2 + (x[i] as number);
      expect(Math.abs(value - exact)).toBeLessThan(exact * 2 ** -23);
    });
    expect(Array.from(negated)).toEqual([-0.75, -2]);
  });
});
