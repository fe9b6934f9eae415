import { type AnyTensor, atan2, hypot } from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curvature, elements, float64, int32, slope, within } from './helpers.js';

const points = fc
  .array(fc.tuple(within(-3, 3), within(-3, 3)), { minLength: 3, maxLength: 3 })
  .filter((pairs) => pairs.every(([x, y]) => Math.hypot(x, y) > 0.3 && !(y < 0 && Math.abs(x) < 0.1)));

describe.each([
  { name: 'hypot', f: hypot, value: Math.hypot },
  { name: 'atan2', f: atan2, value: Math.atan2 },
] as const)('$name', ({ f, value }) => {
  const call = f as (x: AnyTensor, y: AnyTensor) => AnyTensor;

  it('has values and derivatives', () => {
    fc.assert(
      fc.property(points, (pairs) => {
        const x = float64(pairs.map(([each]) => each));
        const y = float64(pairs.map(([, each]) => each));
        elements(call(x, y)).forEach((each, i) => {
          expect(each).toBeCloseTo(value(...(pairs[i] as [number, number])), 12);
        });
        checkGradients(call, [x, y], { order: 2 });
      }),
      { numRuns: 10 },
    );
  });

  it('broadcasts', () => {
    checkGradients(call, [float64([1, 2], [2, 1]), float64([1, 2, 3])], { order: 2 });
    expect(() => call(float64([1, 2]), float64([1, 2, 3]))).toThrow('cannot broadcast [2] with [3]');
  });

  it('makes integers float32', () => {
    expect(call(int32(3), int32(4)).dtype).toBe('float32');
  });

  it('has finite derivatives at the origin: 0', () => {
    const zero = float64([0, -0]);
    expect(slope((x) => call(x, float64([0, 0])), zero)).toEqual([0, 0]);
    expect(slope((y) => call(float64([0, 0]), y), zero)).toEqual([0, 0]);
    expect(curvature((x) => call(x, float64([0, 0])), zero).every(Number.isFinite)).toBe(true);
  });

  it('does not let the squares overflow or vanish', () => {
    for (const scale of [1e200, 1e-200]) {
      const expected = slope((x) => call(x, float64([4])), float64([3]))[0] as number;
      const scaled = slope((x) => call(x, float64([4 * scale])).mul(f === hypot ? 1 : scale), float64([3 * scale]));
      expect(scaled[0]).toBeCloseTo(expected, 12);
    }
  });
});

it('atan2 takes the ordinate first, and tells signed zeros apart', () => {
  expect(elements(atan2(float64([1, 0, -0, 0]), float64([0, -1, -1, 1])))).toEqual([Math.PI / 2, Math.PI, -Math.PI, 0]);
});

it('hypot is infinite if one side is', () => {
  expect(elements(hypot(float64([Infinity, 3]), float64([NaN, -Infinity])))).toEqual([Infinity, Infinity]);
});
