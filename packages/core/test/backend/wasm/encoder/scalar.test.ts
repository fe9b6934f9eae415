import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { f32, f64, i32, i64, type Local, local, type ValueType } from '../../../../src/backend/wasm/encoder/index.js';
import { evaluate } from '../run.js';

type Group = Readonly<Record<string, (...operands: never[]) => readonly unknown[]>>;

/** Runs `group[name]` on constants-free parameters and compares with JavaScript. */
function check(
  group: object,
  type: ValueType,
  table: Readonly<
    Record<string, readonly [arguments: readonly (number | bigint)[], expected: number | bigint, result?: ValueType]>
  >,
): void {
  it.each(Object.entries(table))('%s', (name, [values, expected, result = type]) => {
    const instruction = (group as Group)[name.replace(/ .*/, '')] as (...operands: unknown[]) => readonly number[];
    const types = values.map(() => type);
    const actual = evaluate(result, types, values, (_f, ...parameters) =>
      instruction(...parameters.map((parameter) => local.get(parameter as Local))),
    );
    expect(actual).toBe(expected);
  });
}

describe('i32', () => {
  check(i32, 'i32', {
    add: [[2 ** 31 - 1, 1], -(2 ** 31)],
    sub: [[3, 5], -2],
    mul: [[123456789, 987654321], Math.imul(123456789, 987654321)],
    divS: [[-7, 2], -3],
    divU: [[-7, 2], 2147483644],
    remS: [[-7, 2], -1],
    remU: [[-7, 4], 1],
    and: [[12, 10], 8],
    or: [[12, 10], 14],
    xor: [[12, 10], 6],
    shl: [[3, 4], 48],
    shrS: [[-16, 2], -4],
    shrU: [[-16, 2], 1073741820],
    rotl: [[-(2 ** 31), 1], 1],
    rotr: [[1, 1], -(2 ** 31)],
    eqz: [[0], 1],
    clz: [[1], 31],
    ctz: [[8], 3],
    popcnt: [[255], 8],
    eq: [[1, 1], 1],
    ne: [[1, 1], 0],
    ltS: [[-1, 1], 1],
    ltU: [[-1, 1], 0],
    gtS: [[-1, 1], 0],
    gtU: [[-1, 1], 1],
    leS: [[1, 1], 1],
    leU: [[-1, 1], 0],
    geS: [[1, 1], 1],
    geU: [[1, -1], 0],
  });

  it('constants survive encoding', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (value) => {
        expect(evaluate('i32', [], [], () => i32.const(value))).toBe(value);
      }),
      { numRuns: 50 },
    );
    expect(evaluate('i32', [], [], () => i32.const(2 ** 32 - 1))).toBe(-1);
  });

  it('loads and stores parts', () => {
    const value = evaluate('i32', [], [], () => [
      i32.store(i32.const(4), i32.const(-2), { offset: 4 }),
      i32.store8(i32.const(12), i32.const(0x1ff)),
      i32.store16(i32.const(14), i32.const(0x18000)),
      [i32.load8S(i32.const(12)), i32.load8U(i32.const(12)), 0x6a],
      [i32.load16S(i32.const(14)), i32.load16U(i32.const(14)), 0x6a, 0x6a],
      [i32.load(i32.const(8)), 0x6a],
    ]);
    expect(value).toBe(-1 + 255 + (-32768 + 32768) - 2);
  });
});

describe('i64', () => {
  check(i64, 'i64', {
    add: [[2n ** 62n, 5n], 2n ** 62n + 5n],
    sub: [[1n, 2n], -1n],
    mul: [[2n ** 33n, -3n], -3n * 2n ** 33n],
    divS: [[-7n, 2n], -3n],
    remU: [[7n, 4n], 3n],
    shrU: [[-1n, 60n], 15n],
    'ltS of negative': [[-1n, 1n], 1, 'i32'],
    eqz: [[0n], 1, 'i32'],
    clz: [[1n], 63n],
  });

  it('constants survive encoding', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(evaluate('i64', [], [], () => i64.const(value))).toBe(value);
      }),
      { numRuns: 50 },
    );
  });

  it('loads and stores', () => {
    const value = evaluate('i64', [], [], () => [
      i64.store(i32.const(8), i64.const(-3)),
      i64.store32(i32.const(16), i64.const(-5)),
      [i64.load32S(i32.const(16)), i64.load32U(i32.const(16)), 0x7c, i64.load(i32.const(8)), 0x7c],
    ]);
    expect(value).toBe(BigInt(-5 + (2 ** 32 - 5) - 3));
  });
});

const floatTable = {
  add: [[0.5, 0.25], 0.75],
  sub: [[0.5, 0.25], 0.25],
  mul: [[0.5, 0.25], 0.125],
  div: [[1, 0], Number.POSITIVE_INFINITY],
  min: [[Number.NaN, 1], Number.NaN],
  'min of zeros': [[0, -0], -0],
  max: [[-0, 0], 0],
  copysign: [[3, -0], -3],
  abs: [[-3], 3],
  neg: [[0], -0],
  ceil: [[-0.5], -0],
  floor: [[-0.5], -1],
  trunc: [[-1.5], -1],
  nearest: [[2.5], 2],
  sqrt: [[6.25], 2.5],
  'eq of NaN': [[Number.NaN, Number.NaN], 0, 'i32'],
  'ne of NaN': [[Number.NaN, Number.NaN], 1, 'i32'],
  lt: [[1, 2], 1, 'i32'],
  gt: [[1, 2], 0, 'i32'],
  le: [[2, 2], 1, 'i32'],
  ge: [[1, 2], 0, 'i32'],
} as const;

describe('f32', () => check(f32, 'f32', floatTable));
describe('f64', () => check(f64, 'f64', floatTable));

describe('conversions', () => {
  it.each([
    ['i32', 'f64', i32.truncSatF64S, -1.9, -1],
    ['i32', 'f64', i32.truncSatF64S, 1e300, 2 ** 31 - 1],
    ['i32', 'f64', i32.truncSatF64S, Number.NaN, 0],
    ['i32', 'f64', i32.truncSatF64U, -1, 0],
    ['i32', 'f32', i32.truncSatF32S, 3.9, 3],
    ['i32', 'f32', i32.truncSatF32U, 2 ** 31, -(2 ** 31)],
    ['i32', 'f32', i32.reinterpretF32, 1, 0x3f800000],
    ['i32', 'i64', i32.wrapI64, 2n ** 32n + 5n, 5],
    ['i64', 'i32', i64.extendI32S, -1, -1n],
    ['i64', 'i32', i64.extendI32U, -1, 2n ** 32n - 1n],
    ['i64', 'f64', i64.truncSatF64S, -(2 ** 40), -(2n ** 40n)],
    ['i64', 'f64', i64.truncSatF64U, 2 ** 40, 2n ** 40n],
    ['i64', 'f64', i64.reinterpretF64, 1, 0x3ff0000000000000n],
    ['f32', 'i32', f32.convertI32S, -3, -3],
    ['f32', 'i32', f32.convertI32U, -1, 2 ** 32],
    ['f32', 'f64', f32.demoteF64, 0.1, Math.fround(0.1)],
    ['f32', 'i32', f32.reinterpretI32, 0x3f800000, 1],
    ['f64', 'i32', f64.convertI32S, -3, -3],
    ['f64', 'i32', f64.convertI32U, -1, 2 ** 32 - 1],
    ['f64', 'i64', f64.convertI64S, -3n, -3],
    ['f64', 'i64', f64.convertI64U, -1n, 2 ** 64],
    ['f64', 'f32', f64.promoteF32, 0.5, 0.5],
    ['f64', 'i64', f64.reinterpretI64, 0x3ff0000000000000n, 1],
  ] as const)('to %s from %s: case %#', (result, type, instruction, value, expected) => {
    expect(evaluate(result, [type], [value], (_f, x) => instruction(local.get(x as Local)))).toBe(expected);
  });

  it('float constants and memory keep their bits', () => {
    expect(evaluate('f32', [], [], () => f32.const(0.1))).toBe(Math.fround(0.1));
    expect(evaluate('f64', [], [], () => [f64.store(i32.const(8), f64.const(0.1)), f64.load(i32.const(8))])).toBe(0.1);
    expect(evaluate('f32', [], [], () => [f32.store(i32.const(8), f32.const(-0)), f32.load(i32.const(8))])).toBe(-0);
  });
});
