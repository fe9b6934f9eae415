import { describe, expect, it } from 'vitest';
import { compare, type Expectation } from '../src/compare.js';

const check = (
  got: number[],
  expected: Partial<Expectation> & { data: number[] },
  dtype = 'float64',
): string | undefined => {
  const shape = [got.length];
  return compare({ shape, dtype, data: got }, { name: 'output', shape, dtype, ...expected })?.text;
};

describe('compare in float64', () => {
  it('allows 1e-11 + 1e-9 |b|', () => {
    expect(check([1e-11, 1e6 + 0.9e-3], { data: [0, 1e6] })).toBeUndefined();
    expect(check([1.1e-11], { data: [0] })).toBeDefined();
    expect(check([1e6 + 1.1e-3], { data: [1e6] })).toBeDefined();
  });

  it('matches NaN with NaN, infinities by their sign, and 0 with −0', () => {
    expect(check([Number.NaN, Infinity, -0], { data: [Number.NaN, Infinity, 0] })).toBeUndefined();
    expect(check([Number.NaN], { data: [0] })).toBeDefined();
    expect(check([0], { data: [Number.NaN] })).toBeDefined();
    expect(check([-Infinity], { data: [Infinity] })).toBeDefined();
    expect(check([1e308], { data: [Infinity] })).toBeDefined();
    expect(check([Infinity], { data: [1e308] })).toBeDefined();
  });

  it('takes the tolerance of the case in place of its own', () => {
    const tolerance = { relative: 1e-13, absolute: 0 };
    expect(check([1e-300 * (1 + 1e-14)], { data: [1e-300], tolerance })).toBeUndefined();
    expect(check([0], { data: [1e-300], tolerance })).toBeDefined();
  });

  it('judges cancelling sums by the sum of absolute values', () => {
    expect(check([0.5001], { data: [0.5], scale: [1e6] })).toBeUndefined();
    expect(check([0.502], { data: [0.5], scale: [1e6] })).toBeDefined();
  });
});

describe('compare in float32', () => {
  it('judges by the float64 answer', () => {
    expect(check([1.000005], { data: [1], exact: [1] }, 'float32')).toBeUndefined();
    expect(check([1.0001], { data: [1], exact: [1] }, 'float32')).toBeDefined();
    expect(check([1.0001], { data: [1.5], exact: [1.0001] }, 'float32')).toBeUndefined();
  });

  it('allows four times the error that was recorded', () => {
    expect(check([1.0039], { data: [1.001], exact: [1] }, 'float32')).toBeUndefined();
    expect(check([1.0041], { data: [1.001], exact: [1] }, 'float32')).toBeDefined();
  });

  it('does not excuse everything where the recorded result overflowed', () => {
    expect(check([5], { data: [Infinity], exact: [1e40] }, 'float32')).toBeDefined();
    expect(check([Infinity], { data: [Infinity], exact: [1e40] }, 'float32')).toBeUndefined();
  });

  it('lets subnormal results be flushed to 0, and only those', () => {
    const tolerance = { relative: 1e-6, absolute: 0 };
    expect(check([0], { data: [1e-40], exact: [1e-40], tolerance }, 'float32')).toBeUndefined();
    expect(check([0], { data: [1e-37], exact: [1e-37], tolerance }, 'float32')).toBeDefined();
  });
});

describe('compare', () => {
  it('holds integers and bools to the last digit', () => {
    expect(check([3], { data: [3] }, 'int32')).toBeUndefined();
    expect(check([3], { data: [2] }, 'int32')).toBe('output at [0]: got 3, expected 2');
  });

  it('names shapes and dtypes that differ', () => {
    const actual = { shape: [2], dtype: 'float64', data: [1, 2] };
    expect(compare(actual, { ...actual, shape: [2, 1], name: 'output' })).toEqual({
      kind: 'form',
      text: 'output: got shape [2], expected [2, 1]',
    });
    expect(compare(actual, { ...actual, dtype: 'float32', name: 'output' })).toEqual({
      kind: 'form',
      text: 'output: got dtype float64, expected float32',
    });
  });

  it('names the first wrong element, both numbers and the tolerance', () => {
    const expected = { name: 'grads[0]', shape: [2, 2], dtype: 'float64', data: [1, 2, 3, 4] };
    expect(compare({ shape: [2, 2], dtype: 'float64', data: [1, 2, 3.5, 5] }, expected)?.text).toBe(
      'grads[0] at [1, 0]: got 3.5, expected 3, off by 0.500, tolerance 3.01e-9; 2 of 4 elements differ',
    );
  });
});
