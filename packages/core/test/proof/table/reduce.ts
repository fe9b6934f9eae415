import {
  type AnyTensor,
  all,
  any,
  argmax,
  argmin,
  cumprod,
  cumsum,
  logsumexp,
  max,
  mean,
  min,
  norm,
  prod,
  type Shape,
  std,
  sum,
  variance,
} from '@adjoint/core';
import { axesOf, axisOf, tensors } from '@adjoint/testing';
import * as fc from 'fast-check';
import { fromFront, nonEmptyShapes, reals, smallShapes, spread, withAxis } from '../draws.js';
import { accumulated, comparison, type DTypeRule, floating, ordered, position } from '../dtype-rules.js';
import { type Call, type Entry, entry } from '../entry.js';

type Axes = number | readonly number[] | undefined;
type Reduction = (x: AnyTensor, axes?: Axes, keepDims?: boolean) => AnyTensor;

interface Reduced {
  readonly x: AnyTensor;
  readonly axes: Axes;
  readonly keepDims: boolean;
}

function reducedShape(shape: Shape, axes: Axes, keepDims: boolean): Shape {
  const gone = (axes === undefined ? [...shape.keys()] : [axes].flat()).map((axis) => fromFront(axis, shape.length));
  return shape.flatMap((size, axis) => (!gone.includes(axis) ? [size] : keepDims ? [1] : []));
}

function countOf({ x, axes }: Reduced): number {
  const kept = reducedShape(x.shape, axes, false);
  return x.shape.reduce((product, size) => product * size, 1) / kept.reduce((product, size) => product * size, 1);
}

const overAxes = (xs: fc.Arbitrary<AnyTensor>): fc.Arbitrary<Reduced> =>
  xs.chain((x) => fc.record({ x: fc.constant(x), axes: axesOf(x.shape), keepDims: fc.boolean() }));

const reduced = (f: (x: AnyTensor) => AnyTensor, { x, axes, keepDims }: Reduced, dtype: DTypeRule): Call => ({
  inputs: [x],
  f,
  shapes: [reducedShape(x.shape, axes, keepDims)],
  dtype,
});

const callsOf = (op: Reduction, xs: fc.Arbitrary<AnyTensor>, dtype: DTypeRule): fc.Arbitrary<Call> =>
  overAxes(xs).map((drawn) => reduced((x) => op(x, drawn.axes, drawn.keepDims), drawn, dtype));

/** Variances: of samples and of populations, of at least two elements. */
const moments = (
  op: (x: AnyTensor, axes: Axes, keepDims: boolean, correction: number) => AnyTensor,
): fc.Arbitrary<Call> =>
  fc
    .tuple(overAxes(spread(nonEmptyShapes({ minRank: 1 }))), fc.constantFrom(0, 1))
    .filter(([drawn]) => countOf(drawn) > 1)
    .map(([drawn, correction]) => reduced((x) => op(x, drawn.axes, drawn.keepDims, correction), drawn, floating));

const norms = fc
  .tuple(overAxes(spread()), fc.constantFrom(1, 1.5, 2, 3, 4, Number.POSITIVE_INFINITY))
  .map(([drawn, order]) => reduced((x) => norm(x, order, drawn.axes, drawn.keepDims), drawn, floating));

const extremePositions = (
  op: (x: AnyTensor, axis: number | undefined, keepDims: boolean) => AnyTensor,
): fc.Arbitrary<Call> =>
  spread(nonEmptyShapes())
    .chain((x) => {
      const axes = x.shape.length === 0 ? fc.constant(undefined) : fc.option(axisOf(x.shape), { nil: undefined });
      return fc.record({ x: fc.constant(x), axes, keepDims: fc.boolean() });
    })
    .map((drawn) => reduced((x) => op(x, drawn.axes, drawn.keepDims), drawn, position));

const scans = (op: (x: AnyTensor, axis: number) => AnyTensor): fc.Arbitrary<Call> =>
  withAxis().map(([x, axis]) => ({ inputs: [x], f: (each) => op(each, axis), shapes: [x.shape], dtype: accumulated }));

const bools = tensors({ shape: smallShapes(), dtype: 'bool' });

export const reduce: readonly Entry[] = [
  entry(sum, callsOf(sum as Reduction, reals(), accumulated)),
  entry(mean, callsOf(mean as Reduction, reals(nonEmptyShapes()), floating)),
  entry(prod, callsOf(prod as Reduction, reals(), accumulated)),
  entry(max, callsOf(max as Reduction, spread(nonEmptyShapes()), ordered)),
  entry(min, callsOf(min as Reduction, spread(nonEmptyShapes()), ordered)),
  entry(logsumexp, callsOf(logsumexp as Reduction, reals(), floating)),
  entry(variance, moments(variance as Parameters<typeof moments>[0])),
  entry(std, moments(std as Parameters<typeof moments>[0])),
  entry(norm, norms),
  entry(cumsum, scans(cumsum)),
  entry(cumprod, scans(cumprod)),
  entry(argmax, extremePositions(argmax as Parameters<typeof extremePositions>[0]), { order: 0 }),
  entry(argmin, extremePositions(argmin as Parameters<typeof extremePositions>[0]), { order: 0 }),
  entry(all, callsOf(all as Reduction, bools, comparison), { order: 0 }),
  entry(any, callsOf(any as Reduction, bools, comparison), { order: 0 }),
];
