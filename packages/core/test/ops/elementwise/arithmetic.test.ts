import { type AnyTensor, add, div, floorDivide, fmod, remainder, sub, type Tensor, tensor } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bool, elements, float64, int32, slope, uint8, vectorWithin } from './helpers.js';

const largeEnough = vectorWithin(0.5, 4);

describe('sub', () => {
  it('subtracts, broadcasting', () => {
    const difference = sub(tensor([[5], [7]]), tensor([1, 2, 3]));
    expect(difference.toArray()).toEqual([
      [4, 3, 2],
      [6, 5, 4],
    ]);
    expectTypeOf(difference).toEqualTypeOf<Tensor<[2, 3], 'float32'>>();
  });

  it('takes a number on either side', () => {
    expect(elements(sub(10, float64([1, 2])))).toEqual([9, 8]);
    expect(elements(float64([1, 2]).sub(10))).toEqual([-9, -8]);
  });

  it('fits finite differences where operands broadcast', () => {
    fc.assert(
      fc.property(vectorWithin(-3, 3, 2), vectorWithin(-3, 3, 3), (x, y) => {
        checkGradients((a, b) => a.reshape([2, 1]).sub(b).square(), [x, y], { order: 2 });
      }),
      { numRuns: 5 },
    );
  });

  it('keeps integers, which wrap around', () => {
    const difference = int32(-(2 ** 31), 5).sub(1);
    expect(difference.dtype).toBe('int32');
    expect(elements(difference)).toEqual([2 ** 31 - 1, 4]);
  });

  it('promotes', () => {
    expect(int32(1).sub(tensor([0.5])).dtype).toBe('float32');
    expect(int32(1).sub(0.5).dtype).toBe('float32');
    expect(float64([1]).sub(tensor([0.5])).dtype).toBe('float64');
    expect(bool(true).sub(int32(1)).dtype).toBe('int32');
    expect(elements(uint8(1).sub(2))).toEqual([-1]);
  });

  it('refuses bools and bytes alone', () => {
    expect(() => bool(true).sub(bool(true))).toThrow('sub: expected numbers, got bool; cast first');
    expect(() => uint8(1).sub(uint8(1))).toThrow('sub: uint8 is for storage and has no arithmetic; cast first');
  });
});

describe('div', () => {
  it('divides truly: integers give floats', () => {
    const quotient = int32(7, -7).div(int32(2, 2));
    expect(quotient.dtype).toBe('float32');
    expect(elements(quotient)).toEqual([3.5, -3.5]);
    expect(elements(uint8(51).div(255))).toEqual([Math.fround(0.2)]);
    expectTypeOf(tensor([1], 'int32').div(2)).toEqualTypeOf<Tensor<[1], 'float32'>>();
  });

  it('divides by zero as IEEE 754', () => {
    expect(elements(float64([1, -1, 0, 1]).div(float64([0, 0, 0, -0])))).toEqual([Infinity, -Infinity, NaN, -Infinity]);
  });

  it('takes a number on either side', () => {
    expect(elements(div(6, float64([2, 3])))).toEqual([3, 2]);
    expect(elements(float64([2, 3]).div(2))).toEqual([1, 1.5]);
  });

  it('fits finite differences to second order, broadcasting', () => {
    fc.assert(
      fc.property(vectorWithin(-3, 3, 2), largeEnough, (x, y) => {
        checkGradients((a, b) => a.reshape([2, 1]).div(b), [x, y], { order: 2 });
      }),
      { numRuns: 5 },
    );
  });

  it('names op and shapes where they do not fit', () => {
    expect(() => div(float64([1, 2]), float64([1, 2, 3]))).toThrow(
      'div: cannot broadcast [2] with [3]; counted from the last axis, sizes must be equal or one of them 1',
    );
  });
});

describe('floorDivide', () => {
  it('rounds down', () => {
    expect(elements(float64([7, -7, 7, -7]).floorDivide(float64([2, 2, -2, -2])))).toEqual([3, -4, -4, 3]);
    expect(elements(floorDivide(7, float64([0, 2])))).toEqual([Infinity, 3]);
    expect(elements(float64([0]).floorDivide(0))).toEqual([NaN]);
  });

  it('keeps integers, and gives 0 where they are divided by 0', () => {
    const quotient = int32(7, -7, 5, 0).floorDivide(int32(2, 2, 0, 0));
    expect(quotient.dtype).toBe('int32');
    expect(elements(quotient)).toEqual([3, -4, 0, 0]);
  });

  it('has no gradient', () => {
    expect(slope((x) => x.floorDivide(2).mul(x), float64([5, -5]))).toEqual([2, -3]);
  });
});

describe.each([
  { name: 'fmod', f: fmod, quotient: Math.trunc },
  { name: 'remainder', f: remainder, quotient: Math.floor },
] as const)('$name', ({ name, f, quotient }) => {
  const call = f as (x: AnyTensor, y: AnyTensor) => AnyTensor;
  const xs = [5.5, -5.5, 5.5, -5.5, 3];
  const ys = [3, 3, -3, -3, 1.5];

  it('takes the sign of the right side', () => {
    const expected = xs.map((x, i) => x - (ys[i] as number) * quotient(x / (ys[i] as number)));
    expect(elements(call(float64(xs), float64(ys))).map((r) => r + 0)).toEqual(expected);
  });

  it('has ∂/∂x = 1 and ∂/∂y = −quotient, at the jump too', () => {
    expect(slope((x) => call(x, float64(ys)), float64(xs))).toEqual([1, 1, 1, 1, 1]);
    const expected = xs.map((x, i) => -quotient(x / (ys[i] as number)));
    expect(slope((y) => call(float64(xs), y), float64(ys))).toEqual(expected);
  });

  it('fits finite differences between the jumps', () => {
    checkGradients(call, [float64([5.5, -5.5, 2], [3, 1]), float64([3, -3.3])], { order: 2 });
  });

  it('is NaN for y = 0 on floats, 0 on integers', () => {
    expect(elements(call(float64([1]), float64([0])))).toEqual([NaN]);
    const result = call(int32(1, 7, -7), int32(0, 4, 4));
    expect(result.dtype).toBe('int32');
    expect(elements(result)).toEqual([0, 3, name === 'fmod' ? -3 : 1]);
  });

  it('handles infinities as C and Python do', () => {
    expect(elements(call(float64([Infinity, 2]), float64([2, Infinity])))).toEqual([NaN, 2]);
  });
});

it('asks for a tensor on one side at least', () => {
  const numbers = sub as unknown as (x: number, y: number) => AnyTensor;
  expect(() => numbers(1, 2)).toThrow('sub: expected a tensor, got number and number; wrap one in tensor(…)');
  expect(() => add(tensor([1]), '2' as never)).toThrow('add: expected a tensor or a number, got string');
});
