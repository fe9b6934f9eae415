import { type DType, eye, fromArray, linspace, ones, tensor, zeros } from '@adjoint/core';
import { describe, expect, it } from 'vitest';

describe('tensor', () => {
  it('takes its shape from the nesting', () => {
    expect(tensor(3).shape).toEqual([]);
    expect(tensor([]).shape).toEqual([0]);
    expect(tensor([[[1], [2]]]).shape).toEqual([1, 2, 1]);
  });

  it('makes numbers float32 and booleans bool unless told otherwise', () => {
    expect(tensor([1, 2]).dtype).toBe('float32');
    expect(tensor([true, false]).toArray()).toEqual([true, false]);
    expect(tensor([2, 0], 'bool').toArray()).toEqual([true, false]);
    expect(tensor([1, 2], 'int32').dtype).toBe('int32');
  });

  it('refuses ragged rows and what is no number', () => {
    expect(() => tensor([[1, 2], [3]] as never)).toThrow(/rows along axis 1 differ.*has 2 elements.*one of 1/);
    expect(() => tensor([[1, 2], 3] as never)).toThrow(/another is a number/);
    expect(() => tensor(['1'] as never)).toThrow(/1 levels deep, got string/);
    expect(() => tensor(undefined as never)).toThrow(/got undefined/);
    expect(() => tensor(new Float32Array(2) as never)).toThrow(/fromArray\(data, shape\)/);
  });

  it.each([
    [1.5, 'int32'],
    [2 ** 31, 'int32'],
    [Number.NaN, 'int32'],
    [256, 'uint8'],
    [-1, 'uint8'],
  ] as const)('refuses %s as %s', (value, dtype) => {
    expect(() => tensor([value], dtype)).toThrow(`tensor: ${value} is no ${dtype}`);
  });
});

describe('fromArray', () => {
  it('has the dtype of the array', () => {
    expect(fromArray(new Float64Array([1, 2]), [2, 1]).toArray()).toEqual([[1], [2]]);
    expect(fromArray(new Float64Array(1), [1]).dtype).toBe('float64');
    expect(fromArray(new Int32Array(1), []).dtype).toBe('int32');
    expect(fromArray(new Uint8Array(1), [1]).dtype).toBe('uint8');
  });

  it('refuses a shape that does not fit, and other arrays', () => {
    expect(() => fromArray(new Float32Array(3), [2, 2])).toThrow('fromArray: 3 elements do not fill shape [2, 2]');
    expect(() => fromArray(new Float32Array(2), [-2, -1])).toThrow('is not a shape');
    expect(() => fromArray([1, 2] as never, [2])).toThrow(/use tensor/);
  });
});

it.each<[string, (dtype: DType) => unknown]>([
  ['tensor', (dtype) => tensor([1], dtype)],
  ['full', (dtype) => zeros([1], dtype)],
  ['eye', (dtype) => eye(2, 2, dtype)],
  ['linspace', (dtype) => linspace(0, 1, 2, dtype as 'float32')],
  ['cast', (dtype) => ones([1]).cast(dtype)],
])('%s refuses a dtype that does not exist', (op, make) => {
  expect(() => make('float16' as DType)).toThrow(`${op}: 'float16' is no dtype; use float32, float64`);
});
