import { type AnyTensor, maximum, minimum, type Tensor, tensor } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bool, curvature, elements, float64, int32, slope, uint8 } from './helpers.js';

const distinct = [-3.1, -2.2, -1, -0.3, 0.4, 1.1, 2, 3.3];

describe.each([
  { name: 'maximum', f: maximum, value: Math.max, wins: (x: number, y: number) => x > y },
  { name: 'minimum', f: minimum, value: Math.min, wins: (x: number, y: number) => x < y },
] as const)('$name', ({ name, f, value, wins }) => {
  const call = f as (x: AnyTensor, y: AnyTensor | number) => AnyTensor;

  it('picks, broadcasting', () => {
    const picked = call(tensor([[1], [5]]), tensor([0, 3, 6]));
    expect(picked.shape).toEqual([2, 3]);
    expect(elements(picked)).toEqual([1, 1, 1, 5, 5, 5].map((x, i) => value(x, [0, 3, 6][i % 3] as number)));
  });

  it('propagates NaN from either side', () => {
    expect(elements(call(float64([NaN, 1, -Infinity]), float64([1, NaN, Infinity])))).toEqual([
      NaN,
      NaN,
      value(-Infinity, Infinity),
    ]);
  });

  it('gives the gradient to the winner, half of it to each at a tie', () => {
    const x = float64([1, 2, 3, 0, Infinity]);
    const y = float64([3, 2, 1, -0, Infinity]);
    const share = (a: AnyTensor, b: AnyTensor): number[] =>
      elements(a).map((each, i) => (each === elements(b)[i] ? 0.5 : Number(wins(each, elements(b)[i] as number))));
    expect(slope((each) => call(each, y), x)).toEqual(share(x, y));
    expect(slope((each) => call(x, each), y)).toEqual(share(y, x));
    expect(slope((each) => call(each, each), x)).toEqual([1, 1, 1, 1, 1]);
    expect(curvature((each) => call(each, y), x)).toEqual([0, 0, 0, 0, 0]);
  });

  it('keeps an infinite cotangent from the loser', () => {
    const [winner, loser] = wins(2, 1) ? [2, 1] : [1, 2];
    expect(slope((x) => call(x, winner).div(0), float64([loser]))).toEqual([0]);
  });

  it('fits finite differences away from ties', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(distinct, { minLength: 5, maxLength: 5 }), (values) => {
        const [x, y] = [float64(values.slice(0, 3)), float64(values.slice(3), [2, 1])];
        checkGradients((a, b) => call(a, b).square(), [x, y], { order: 2 });
      }),
      { numRuns: 8 },
    );
  });

  it('keeps integers and promotes', () => {
    expect(call(int32(1, 5), 3).dtype).toBe('int32');
    expect(elements(call(int32(1, 5), 3))).toEqual([value(1, 3), value(5, 3)]);
    expect(call(int32(1), float64([2])).dtype).toBe('float64');
  });

  it('refuses bools and bytes, and shapes that do not fit', () => {
    expect(() => call(bool(true), bool(false))).toThrow(`${name}: expected numbers, got bool`);
    expect(() => call(uint8(1), uint8(2))).toThrow(`${name}: uint8 is for storage`);
    expect(() => call(float64([1, 2]), float64([1, 2, 3]))).toThrow(`${name}: cannot broadcast [2] with [3]`);
  });
});

it('has static types', () => {
  expectTypeOf(maximum(tensor([[1], [2]]), tensor([1, 2, 3]))).toEqualTypeOf<Tensor<[2, 3], 'float32'>>();
  expectTypeOf(tensor([1], 'int32').minimum(3)).toEqualTypeOf<Tensor<[1], 'int32'>>();
});
