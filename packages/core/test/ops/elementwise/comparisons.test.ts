import { type AnyTensor, eq, ge, gt, le, lt, ne, type Tensor, tensor } from '@adjoint/core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bool, elements, float64, int32, slope, uint8 } from './helpers.js';

const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 0.5];

describe.each([
  { name: 'eq', op: eq, compare: (x: number, y: number) => x === y },
  { name: 'ne', op: ne, compare: (x: number, y: number) => x !== y },
  { name: 'lt', op: lt, compare: (x: number, y: number) => x < y },
  { name: 'le', op: le, compare: (x: number, y: number) => x <= y },
  { name: 'gt', op: gt, compare: (x: number, y: number) => x > y },
  { name: 'ge', op: ge, compare: (x: number, y: number) => x >= y },
] as const)('$name', ({ name, op, compare }) => {
  const f = op as (x: AnyTensor, y: AnyTensor | number) => AnyTensor;

  it('compares as IEEE 754, broadcasting', () => {
    const result = f(float64(special, [8, 1]), float64(special));
    expect(result).toMatchObject({ shape: [8, 8], dtype: 'bool' });
    expect(elements(result)).toEqual(special.flatMap((x) => special.map((y) => Number(compare(x, y)))));
  });

  it('takes every dtype, and promotes', () => {
    const pairs = [
      [int32(1, 2, 3), int32(2, 2, 2)],
      [uint8(1, 2, 255), uint8(2, 2, 2)],
      [bool(true, false, true), bool(true, true, false)],
      [int32(1, 2, 3), float64([1.5, 2, 2.5])],
      [uint8(1, 2, 255), int32(-1, 2, 256)],
    ] as const;
    for (const [x, y] of pairs) {
      const ys = elements(y);
      expect(elements(f(x, y))).toEqual(elements(x).map((each, i) => Number(compare(each, ys[i] as number))));
    }
  });

  it('takes a number on either side', () => {
    expect(elements(f(int32(1, 2), 1.5))).toEqual([Number(compare(1, 1.5)), Number(compare(2, 1.5))]);
    expect(elements(f(uint8(255), 256))).toEqual([Number(compare(255, 256))]);
    const reversed = f as unknown as (x: number, y: AnyTensor) => AnyTensor;
    expect(elements(reversed(1, float64([0, 2])))).toEqual([Number(compare(1, 0)), Number(compare(1, 2))]);
  });

  it('is a method, has no gradient, and names shapes that do not fit', () => {
    const x = float64([1, 2]);
    expect(elements(x[name](float64([2, 2])))).toEqual(elements(f(x, float64([2, 2]))));
    expect(slope((each) => each[name](2).cast('float64').add(each.mul(0)), x)).toEqual([0, 0]);
    expect(() => f(x, float64([1, 2, 3]))).toThrow(`${name}: cannot broadcast [2] with [3]`);
  });
});

it('has static types', () => {
  expectTypeOf(lt(tensor([[1], [2]]), tensor([1, 2, 3]))).toEqualTypeOf<Tensor<[2, 3], 'bool'>>();
});
