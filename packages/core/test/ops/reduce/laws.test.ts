import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyTensor, fromArray, grad, sizeOf, type Tensor, tensor } from '../../../src/index.js';
import { expectBatchesLikeLoop, numbered, shapeAndAxes } from '../by-index.js';

type AxesOption = number | number[] | undefined;

/** The differentiable reductions and scans, and the order to which they are smooth at distinct elements. */
const smooth: Record<string, (x: Tensor, axes: AxesOption) => AnyTensor> = {
  cumprod: (x, axes) => x.cumprod(firstOf(axes)),
  cumsum: (x, axes) => x.cumsum(firstOf(axes)).square(),
  logsumexp: (x, axes) => x.logsumexp(axes),
  max: (x, axes) => x.max(axes).square(),
  mean: (x, axes) => x.mean(axes).square(),
  min: (x, axes) => x.min(axes).square(),
  'norm (1)': (x, axes) => x.norm(1, axes).square(),
  'norm (2)': (x, axes) => x.norm(2, axes),
  'norm (2.5)': (x, axes) => x.norm(2.5, axes),
  'norm (∞)': (x, axes) => x.norm(Number.POSITIVE_INFINITY, axes).square(),
  prod: (x, axes) => x.prod(axes),
  std: (x, axes) => x.std(axes, false, 0.5),
  sum: (x, axes) => x.sum(axes).square(),
  var: (x, axes) => x.var(axes, false, 0.5),
};

function firstOf(axes: AxesOption): number {
  return [axes ?? 0].flat()[0] ?? 0;
}

/** Distinct elements between 0.3 and 1.7 of both signs, in no order. */
function scattered(shape: number[]): Tensor {
  const size = sizeOf(shape);
  const data = Float64Array.from({ length: size }, (_, i) => {
    const magnitude = 0.3 + (1.4 * ((i * 7) % size)) / size;
    return i % 3 === 0 ? -magnitude : magnitude;
  });
  return fromArray(data, shape);
}

/** A shape of which the axes cover at least two elements, so that no deviation is 0. */
const places = shapeAndAxes({ minRank: 1, maxRank: 3, minSize: 2, maxSize: 3 }).filter(
  ([, axes]) => axes === undefined || [axes].flat().length > 0,
);

describe.each(Object.entries(smooth))('%s', (_, reduce) => {
  it('has the gradient that finite differences give, twice', () => {
    fc.assert(
      fc.property(places, ([shape, axes]) => {
        checkGradients((x: Tensor) => reduce(x, axes), [scattered(shape)], { order: 2 });
      }),
      { numRuns: 5 },
    );
  });

  it('batches as a loop does', () => {
    expectBatchesLikeLoop((x) => reduce(x, 0), scattered([3, 2]));
    expectBatchesLikeLoop((x) => reduce(x, [-1, 0]), scattered([2, 1, 3]));
  });
});

/** The reductions without a gradient. */
const discrete: Record<string, (x: Tensor) => AnyTensor> = {
  all: (x) => x.all(0),
  any: (x) => x.any([0, 1]),
  argmax: (x) => x.argmax(),
  'argmax (axis)': (x) => x.argmax(-1, true),
  argmin: (x) => x.argmin(0),
};

describe.each(Object.entries(discrete))('%s', (_, reduce) => {
  it('batches as a loop does', () => {
    expectBatchesLikeLoop(
      reduce,
      tensor([
        [0, 3, 2],
        [1, 0, 5],
      ]),
    );
    expectBatchesLikeLoop(reduce, numbered([2, 2], 'int32'));
  });

  it('has gradient 0', () => {
    const gradient = grad((x: Tensor) => reduce(x).cast('float64').sum())(scattered([2, 3]));
    expect([...gradient.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
