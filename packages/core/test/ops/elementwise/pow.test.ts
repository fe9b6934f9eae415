import { type AnyTensor, grad, pow, type Tensor, tensor } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bool, curvature, elements, float64, int32, slope, uint8, vectorWithin } from './helpers.js';

describe('a number as exponent', () => {
  const exponents = [0, 1, 2, 3, 4, 5, -1, -2, -3, 0.5, -0.5, 1.5, 2.75];

  it.each(exponents)('%d: values and derivatives', (exponent) => {
    fc.assert(
      fc.property(vectorWithin(0.4, 3), (x) => {
        const xs = elements(x);
        elements(x.pow(exponent)).forEach((y, i) => {
          expect(y).toBeCloseTo((xs[i] as number) ** exponent, 9);
        });
        checkGradients((each) => each.pow(exponent), [x], { order: 2 });
      }),
      { numRuns: 4 },
    );
  });

  it('gives the same as a tensor of it', () => {
    for (const exponent of exponents) {
      const x = float64([0.5, 1.25, 3]);
      const general = elements(x.pow(float64([exponent])));
      elements(x.pow(exponent)).forEach((y, i) => {
        expect(y).toBeCloseTo(general[i] as number, 12);
      });
    }
  });

  it('takes negative bases to integer powers', () => {
    expect(elements(float64([-2, -3]).pow(3))).toEqual([-8, -27]);
    expect(slope((x) => x.pow(3), float64([-2]))).toEqual([12]);
    expect(elements(float64([-2]).pow(2.5))).toEqual([NaN]);
  });

  it('x⁰ is 1 with derivative 0, even at 0 and NaN', () => {
    expect(elements(float64([0, 5, NaN, Infinity]).pow(0))).toEqual([1, 1, 1, 1]);
    expect(slope((x) => x.pow(0), float64([0, 5, NaN]))).toEqual([0, 0, 0]);
  });

  it('has the true derivatives of every order at 0', () => {
    const zero = float64([0]);
    expect(slope((x) => x.pow(1), zero)).toEqual([1]);
    expect(slope((x) => x.pow(2), zero)).toEqual([0]);
    expect(curvature((x) => x.pow(1), zero)).toEqual([0]);
    expect(curvature((x) => x.pow(2), zero)).toEqual([2]);
    expect(curvature((x) => x.pow(3), zero)).toEqual([0]);
    expect(slope((x) => x.pow(0.5), zero)).toEqual([Infinity]);
    expect(elements(zero.pow(-1))).toEqual([Infinity]);
  });
});

describe('a tensor as exponent', () => {
  it('broadcasts, with derivatives by both', () => {
    fc.assert(
      fc.property(vectorWithin(0.4, 3, 2), vectorWithin(-2, 3, 3), (x, y) => {
        checkGradients((a, b) => a.reshape([2, 1]).pow(b), [x, y], { order: 2 });
      }),
      { numRuns: 6 },
    );
  });

  it('takes a number as base', () => {
    expect(elements(pow(2, float64([0, 1, 3.5])))).toEqual([1, 2, 2 ** 3.5]);
    checkGradients((y) => pow(2, y), [float64([0, 1, 3.5])], { order: 2 });
  });

  it('follows IEEE 754 at the edge', () => {
    const x = float64([1, NaN, 0, 0, -1, -8, Infinity]);
    const y = float64([NaN, 0, -1, 0, Infinity, 1 / 3, -1]);
    expect(elements(x.pow(y))).toEqual([1, 1, Infinity, 1, 1, NaN, 0]);
  });

  it('∂/∂x is 0 where y = 0, also at x = 0, and elsewhere at x = 0 what it is', () => {
    const y = float64([0, 0, 0, 1, 2, 0.5]);
    expect(slope((x) => x.pow(y), float64([0, 3, NaN, 0, 0, 0]))).toEqual([0, 0, 0, 1, 0, Infinity]);
  });

  it('∂/∂y is 0 where x = 0 and y ≥ 0, and NaN where x < 0', () => {
    const x = float64([0, 0, 0, 1, -2]);
    expect(slope((y) => x.pow(y), float64([0, 1, 2.5, 2, 2]))).toEqual([0, 0, 0, 0, NaN]);
    expect(curvature((y) => float64([0, 0]).pow(y), float64([0, 2]))).toEqual([0, 0]);
  });

  it('has finite second derivatives at x = 0 where the true ones are', () => {
    const y = float64([0, 1, 2, 3]);
    const second = curvature((x) => x.pow(y), float64([0, 0, 0, 0]));
    expect(second).toEqual([0, 0, 2, 0]);
    const mixed = slope(
      (each) => grad((x: AnyTensor) => x.pow(each).sum() as Tensor)(float64([0, 0]) as AnyTensor),
      float64([2, 3]),
    );
    expect(mixed).toEqual([0, 0]);
  });

  it('has the mixed derivative 1/x at y = 0, in either order', () => {
    const x = float64([0.5, 4]);
    const y = float64([0, 0]);
    const byXThenY = slope((each) => grad((a: AnyTensor) => a.pow(each).sum() as Tensor)(x as AnyTensor), y);
    const byYThenX = slope((each) => grad((b: AnyTensor) => each.pow(b).sum() as Tensor)(y as AnyTensor), x);
    expect(byXThenY).toEqual([2, 0.25]);
    expect(byYThenX).toEqual([2, 0.25]);
  });
});

describe('dtypes', () => {
  it('keeps integers, which wrap around', () => {
    const powers = int32(2, -3, 7, 0).pow(3);
    expect(powers.dtype).toBe('int32');
    expect(elements(powers)).toEqual([8, -27, 343, 0]);
    expect(elements(int32(3, 10, -1).pow(int32(40, 20, 7)))).toEqual([
      Number(BigInt.asIntN(32, 3n ** 40n)),
      Number(BigInt.asIntN(32, 10n ** 20n)),
      -1,
    ]);
    expect(elements(int32(77777).pow(3))).toEqual([Number(BigInt.asIntN(32, 77777n ** 3n))]);
    expect(elements(int32(77777).pow(5))).toEqual([Number(BigInt.asIntN(32, 77777n ** 5n))]);
  });

  it('makes integers float32 under a fraction', () => {
    expect(int32(4).pow(0.5).dtype).toBe('float32');
    expect(elements(int32(4).pow(0.5))).toEqual([2]);
    expectTypeOf(tensor([4], 'int32').pow(0.5)).toEqualTypeOf<Tensor<[1], 'float32'>>();
    expectTypeOf(tensor([4], 'int32').pow(2)).toEqualTypeOf<Tensor<[1], 'int32'>>();
  });

  it('promotes', () => {
    expect(float64([2]).pow(tensor([3])).dtype).toBe('float64');
    expect(bool(true).pow(2).dtype).toBe('int32');
    expect(int32(2).pow(1).dtype).toBe('int32');
  });

  it('refuses negative powers of integers', () => {
    const message = (exponent: number): string =>
      `pow: integers have no power ${exponent}; expected exponents of at least 0, or cast first, for example x.cast('float32')`;
    expect(() => int32(2).pow(-1)).toThrow(message(-1));
    expect(() => int32(2, 2).pow(int32(1, -3))).toThrow(message(-3));
    expect(() => pow(2, int32(-3))).toThrow(message(-3));
    expect(elements(int32(2).cast('float32').pow(-1))).toEqual([0.5]);
    expect(elements(float64([2]).pow(int32(-1)))).toEqual([0.5]);
  });

  it('truncates negative powers of integers that show only when they are computed', () => {
    expect(elements(int32(2, 1, -1, -1, 0).pow(int32(1, 3, 3, 2, 1).neg()))).toEqual([0, 1, -1, 1, 0]);
  });

  it('refuses bytes and bools among themselves', () => {
    expect(() => uint8(2).pow(uint8(2))).toThrow('pow: uint8 is for storage');
    expect(() => bool(true).pow(bool(true))).toThrow('pow: expected numbers, got bool');
  });
});

it('names the shapes that do not fit', () => {
  expect(() => pow(float64([1, 2]), float64([1, 2, 3]))).toThrow('pow: cannot broadcast [2] with [3]');
});
