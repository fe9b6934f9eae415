import { tensor, zeros } from '@adjoint/core';
import { assertClose } from '@adjoint/testing';
import { describe, expect, it } from 'vitest';

describe('assertClose', () => {
  const x = tensor(
    [
      [1, 2],
      [3, 4],
    ],
    'float64',
  );

  it('accepts tensors that agree', () => {
    assertClose(x, x.add(1e-12));
    assertClose(x, [
      [1, 2],
      [3, 4],
    ]);
    assertClose(tensor([1, 2]), tensor([1, 2.00001]));
    assertClose(tensor([true, false]), [true, false]);
    assertClose(zeros([0, 2]), zeros([0, 2]));
    assertClose(tensor(3, 'int32'), 3);
  });

  it('names the first element that differs, and both numbers', () => {
    expect(() =>
      assertClose(x, [
        [1, 2],
        [3.5, 5],
      ]),
    ).toThrow(
      'assertClose: a float64 tensor of shape [2, 2] differs from what was expected first at element [1, 0]: ' +
        'got 3, expected 3.5, difference 5.0e-1, allowed 4.5e-10; 2 of 4 elements differ',
    );
  });

  it('names shapes and dtypes that differ', () => {
    expect(() => assertClose(x, [1, 2, 3, 4])).toThrow(
      'assertClose: got a float64 tensor of shape [2, 2], expected a value of shape [4]',
    );
    expect(() => assertClose(x, x.cast('float32'))).toThrow(
      'got a float64 tensor of shape [2, 2], expected a float32 tensor of shape [2, 2]',
    );
  });

  it('follows the tolerance', () => {
    assertClose(x, x.add(0.1), 0.1);
    assertClose(x, x.mul(1.01), { relative: 0.02, absolute: 0 });
    assertClose(x, x.add(0.01), { relative: 0, absolute: 0.011 });
    expect(() => assertClose(x, x.add(0.01), { relative: 0, absolute: 0.009 })).toThrow(/4 of 4/);
    expect(() => assertClose(tensor([1], 'int32'), [2])).toThrow(/got 1, expected 2/);
  });

  it('takes NaN and infinities for what they are', () => {
    const odd = tensor([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    assertClose(odd, odd);
    expect(() => assertClose(odd, [Number.NaN, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toThrow(
      /element \[2\]: got -Infinity, expected Infinity/,
    );
    expect(() => assertClose(tensor([1]), [Number.NaN])).toThrow(/got 1, expected NaN/);
    expect(() => assertClose(tensor([Number.NaN]), [1])).toThrow(/got NaN, expected 1/);
    expect(() => assertClose(tensor([1]), [Number.POSITIVE_INFINITY])).toThrow(/got 1, expected Infinity/);
  });
});
