import {
  type AnyTensor,
  abs,
  ceil,
  floor,
  neg,
  relu,
  round,
  sign,
  square,
  type Tensor,
  tensor,
  trunc,
} from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bool, curvature, elements, float64, int32, slope, uint8, vectorWithin, within } from './helpers.js';

/** Ops that keep the dtype, integers included. */
const ops = [
  {
    name: 'abs',
    f: abs,
    value: (x: number) => Math.abs(x),
    edges: [
      [-0, 0],
      [-Infinity, Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'neg',
    f: neg,
    value: (x: number) => -x,
    edges: [
      [0, -0],
      [-Infinity, Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'square',
    f: square,
    value: (x: number) => x * x,
    edges: [
      [-0, 0],
      [-Infinity, Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'sign',
    f: sign,
    value: (x: number) => Math.sign(x),
    edges: [
      [0, 0],
      [-Infinity, -1],
      [1e-300, 1],
      [NaN, NaN],
    ],
  },
  {
    name: 'relu',
    f: relu,
    value: (x: number) => Math.max(x, 0),
    edges: [
      [0, 0],
      [-Infinity, 0],
      [Infinity, Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'floor',
    f: floor,
    value: Math.floor,
    edges: [
      [-0.5, -1],
      [-0, -0],
      [-Infinity, -Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'ceil',
    f: ceil,
    value: Math.ceil,
    edges: [
      [-0.5, -0],
      [0.5, 1],
      [Infinity, Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'trunc',
    f: trunc,
    value: Math.trunc,
    edges: [
      [-1.5, -1],
      [1.5, 1],
      [-Infinity, -Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'round',
    f: round,
    value: (x: number) => (x % 1 === 0.5 || x % 1 === -0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
    edges: [
      [0.5, 0],
      [1.5, 2],
      [2.5, 2],
      [-0.5, -0],
      [-1.5, -2],
      [-2.5, -2],
      [2.4, 2],
      [Infinity, Infinity],
      [NaN, NaN],
    ],
  },
] as const;

describe.each(ops)('$name', ({ name, f: op, value, edges }) => {
  const f = op as (x: AnyTensor) => AnyTensor;

  it('computes the function', () => {
    fc.assert(
      fc.property(vectorWithin(-9, 9), (x) => {
        expect(elements(f(x))).toEqual(elements(x).map(value));
      }),
      { numRuns: 30 },
    );
  });

  it('has the values at the edge', () => {
    expect(elements(f(float64(edges.map(([x]) => x))))).toEqual(edges.map(([, y]) => y));
  });

  it('keeps shape and dtype, also of integers', () => {
    expect(f(float64([1, 2, 3, 4, 5, 6], [2, 1, 3]))).toMatchObject({ shape: [2, 1, 3], dtype: 'float64' });
    expect(f(float64([1]).cast('float32')).dtype).toBe('float32');
    const integers = [-7, -1, 0, 1, 12];
    const result = f(int32(...integers));
    expect(result.dtype).toBe('int32');
    expect(elements(result)).toEqual(integers.map((x) => value(x) + 0));
  });

  it('refuses bools and bytes, and says what to do', () => {
    expect(() => f(bool(true))).toThrow(`${name}: expected numbers, got bool; cast first, for example x.cast('int32')`);
    expect(() => f(uint8(1))).toThrow(
      `${name}: uint8 is for storage and has no arithmetic; cast first, for example x.cast('float32')`,
    );
    expect(() => f(3 as unknown as AnyTensor)).toThrow(`${name}: expected a tensor, got number; wrap it in tensor(…)`);
  });

  it('is a method, too', () => {
    const x = float64([-1.5, 2.5]);
    expect(elements((x[name] as (this: AnyTensor) => AnyTensor)())).toEqual(elements(f(x)));
  });
});

describe('derivatives', () => {
  const awayFromZero = fc.array(fc.oneof(within(0.1, 4), within(-4, -0.1)), { minLength: 3, maxLength: 3 });

  it.each(['abs', 'neg', 'square', 'relu'] as const)('%s fits finite differences to second order', (name) => {
    fc.assert(
      fc.property(awayFromZero, (xs) => {
        checkGradients((x) => x[name](), [float64(xs)], { order: 2 });
      }),
      { numRuns: 10 },
    );
  });

  it('of |x| is sign(x), 0 at 0', () => {
    expect(slope((x) => x.abs(), float64([-2, -0, 0, 3]))).toEqual([-1, 0, 0, 1]);
    expect(curvature((x) => x.abs(), float64([-2, 0, 3]))).toEqual([0, 0, 0]);
  });

  it('of relu is 0 at 0 and below', () => {
    expect(slope((x) => x.relu(), float64([-2, 0, 3, NaN]))).toEqual([0, 0, 1, 0]);
  });

  it('of relu masks the cotangent, even an infinite one', () => {
    expect(slope((x) => x.relu().div(0), float64([-2, 3]))).toEqual([0, Infinity]);
  });

  it.each(['sign', 'floor', 'ceil', 'round', 'trunc'] as const)('of %s is 0', (name) => {
    expect(slope((x) => x[name]().mul(x), float64([-1.5, 0, 2.25]))).toEqual(
      elements(float64([-1.5, 0, 2.25])[name]()),
    );
    expect(slope((x) => x[name](), float64([-1.5, 0, 2.25]))).toEqual([0, 0, 0]);
  });
});

describe('int32', () => {
  it('wraps around', () => {
    expect(elements(int32(-(2 ** 31)).neg())).toEqual([-(2 ** 31)]);
    expect(elements(int32(-(2 ** 31)).abs())).toEqual([-(2 ** 31)]);
    expect(elements(int32(2 ** 31 - 1, 123456789).square())).toEqual([1, Math.imul(123456789, 123456789)]);
  });
});

it('has static types', () => {
  expectTypeOf(abs(tensor([1, 2]))).toEqualTypeOf<Tensor<[2], 'float32'>>();
  expectTypeOf(tensor([1, 2], 'int32').square()).toEqualTypeOf<Tensor<[2], 'int32'>>();
  expectTypeOf(tensor([1, 2], 'int32').sqrt()).toEqualTypeOf<Tensor<[2], 'float32'>>();
});
