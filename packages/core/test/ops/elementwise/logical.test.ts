import { type AnyTensor, isFinite, isNaN, logicalAnd, logicalNot, logicalOr, logicalXor } from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { bool, elements, float64, int32, uint8 } from './helpers.js';

describe.each([
  { name: 'logicalAnd', f: logicalAnd, table: [0, 0, 0, 1] },
  { name: 'logicalOr', f: logicalOr, table: [0, 1, 1, 1] },
  { name: 'logicalXor', f: logicalXor, table: [0, 1, 1, 0] },
] as const)('$name', ({ name, f, table }) => {
  const call = f as (x: AnyTensor, y: AnyTensor) => AnyTensor;

  it('has the truth table, broadcasting', () => {
    const result = call(bool(false, true).reshape([2, 1]), bool(false, true));
    expect(result).toMatchObject({ shape: [2, 2], dtype: 'bool' });
    expect(elements(result)).toEqual(table);
    expect(elements(bool(false, true)[name](bool(true, true)))).toEqual([table[1], table[3]]);
  });

  it('takes bools only', () => {
    expect(() => call(int32(1), int32(0))).toThrow(
      `${name}: expected bool tensors, got int32; compare first, for example x.ne(0)`,
    );
    expect(() => call(bool(true), float64([0]))).toThrow(`${name}: expected bool tensors, got float64`);
    expect(() => call(bool(true, true), bool(true, true, true))).toThrow(`${name}: cannot broadcast [2] with [3]`);
  });
});

describe('logicalNot', () => {
  it('negates bools and nothing else', () => {
    expect(elements(logicalNot(bool(true, false)))).toEqual([0, 1]);
    expect(elements(bool(true).logicalNot())).toEqual([0]);
    expect(() => logicalNot(uint8(1))).toThrow('logicalNot: expected bool tensors, got uint8');
  });
});

describe('isNaN and isFinite', () => {
  const special = float64([NaN, Infinity, -Infinity, 0, -0, 1e308]);

  it('classify floats', () => {
    expect(elements(isNaN(special))).toEqual([1, 0, 0, 0, 0, 0]);
    expect(elements(isFinite(special))).toEqual([0, 0, 0, 1, 1, 1]);
    expect(special.isNaN().dtype).toBe('bool');
    expect(elements(special.cast('float32').isFinite())).toEqual([0, 0, 0, 1, 1, 0]);
  });

  it('find all integers and bools finite', () => {
    for (const x of [int32(0, 2 ** 31 - 1), uint8(0, 255), bool(true, false)]) {
      expect(elements(isNaN(x))).toEqual([0, 0]);
      expect(elements(isFinite(x))).toEqual([1, 1]);
    }
  });
});
