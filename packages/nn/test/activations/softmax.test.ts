import { type AnyTensor, grad, tensor, zeros } from '@adjoint/core';
import { logSoftmax, softmax } from '@adjoint/nn';
import { assertClose, checkGradients, shapes, tensors, vjpMatchesJvp, vmapEqualsLoop } from '@adjoint/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const infinity = Number.POSITIVE_INFINITY;
const shapeAndAxis: fc.Arbitrary<[x: AnyTensor, axis: number]> = fc
  .integer({ min: 1, max: 3 })
  .chain((rank) =>
    fc.tuple(
      tensors({ shape: shapes({ minRank: rank, maxRank: rank, minSize: 1, maxSize: 3 }), range: [-3, 3] }),
      fc.integer({ min: -rank, max: rank - 1 }),
    ),
  );

describe('softmax', () => {
  it('is a distribution along any axis', () => {
    fc.assert(
      fc.property(shapeAndAxis, ([x, axis]) => {
        const y = softmax(x, axis);
        expect([...y.dataSync()].every((p) => p > 0 && p <= 1)).toBe(true);
        assertClose(y.sum(axis), zeros(y.sum(axis).shape, 'float64').add(1));
        assertClose(y, x.exp().div(x.exp().sum(axis, true)));
        assertClose(logSoftmax(x, axis), y.log());
      }),
      { numRuns: 30 },
    );
  });

  it('has the right derivatives, as its logarithm has', () => {
    fc.assert(
      fc.property(shapeAndAxis, ([x, axis]) => {
        checkGradients((z: AnyTensor) => softmax(z, axis), [x], { order: 2 });
        checkGradients((z: AnyTensor) => logSoftmax(z, axis), [x], { order: 2 });
        vjpMatchesJvp((z: AnyTensor) => softmax(z, axis), [x]);
      }),
      { numRuns: 12 },
    );
  });

  it('is the same for a batch and for its examples', () => {
    const batch = tensor(
      [
        [
          [1, 2],
          [0.5, -1],
        ],
        [
          [3, 0],
          [0, 0.25],
        ],
      ],
      'float64',
    );
    vmapEqualsLoop((x: AnyTensor) => softmax(x, 0), [batch]);
    vmapEqualsLoop((x: AnyTensor) => logSoftmax(x, -1), [batch]);
  });

  it('neither over- nor underflows', () => {
    const x = tensor([1e4, 1e4 - 1, -1e4], 'float64');
    const p = 1 / (1 + Math.exp(-1));
    assertClose(softmax(x), [p, 1 - p, 0]);
    assertClose(logSoftmax(x), [Math.log(p), Math.log(1 - p), -2e4 + Math.log(p)]);
  });

  it('gives -Infinity no probability, and NaN to rows that hold nothing else', () => {
    const x = tensor(
      [
        [0, -infinity, Math.log(3)],
        [-infinity, -infinity, -infinity],
      ],
      'float64',
    );
    assertClose(softmax(x), [
      [0.25, 0, 0.75],
      [Number.NaN, Number.NaN, Number.NaN],
    ]);
    assertClose(logSoftmax(x), [
      [Math.log(0.25), -infinity, Math.log(0.75)],
      [Number.NaN, Number.NaN, Number.NaN],
    ]);
    const slopes = grad((z: AnyTensor) => softmax(z).slice(0).sum())(tensor([0, -infinity, 1], 'float64'));
    expect([...slopes.dataSync()].every(Number.isFinite)).toBe(true);
  });

  it('takes scalars, empty axes and integers', () => {
    expect(softmax(tensor(3)).item()).toBe(1);
    expect(logSoftmax(tensor(3) as AnyTensor, 0).item()).toBe(0);
    expect(softmax(zeros([3, 0])).shape).toEqual([3, 0]);
    expect(softmax(zeros([0, 3])).toArray()).toEqual([]);
    expect(softmax(tensor([1, 1], 'int32')).toArray()).toEqual([0.5, 0.5]);
  });

  it('refuses an axis that does not exist', () => {
    // @ts-expect-error there are two axes
    expect(() => softmax(zeros([2, 3]), 2)).toThrow(/softmax: there is no axis 2 .*\[2, 3\].*-2 to 1/);
  });
});
