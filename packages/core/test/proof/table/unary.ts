import {
  type AnyTensor,
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cast,
  ceil,
  clip,
  cos,
  cosh,
  type DType,
  dtypes,
  erf,
  erfc,
  exp,
  exp2,
  expm1,
  floor,
  isFinite,
  isNaN,
  log,
  log1p,
  log2,
  log10,
  logicalNot,
  neg,
  reciprocal,
  relu,
  round,
  rsqrt,
  sigmoid,
  sign,
  sin,
  sinh,
  softplus,
  sqrt,
  square,
  stopGradient,
  tan,
  tanh,
  trunc,
} from '@adjoint/core';
import { awayFromKinks, numbers, tensors } from '@adjoint/testing';
import * as fc from 'fast-check';
import { awayFromZero, reals, smallShapes } from '../draws.js';
import { arithmetic, comparison, type DTypeRule, floating, kept, logical, withNumbers } from '../dtype-rules.js';
import { type Call, type Entry, entry } from '../entry.js';

type Unary = (x: AnyTensor) => AnyTensor;

const callOf = (f: Unary, x: AnyTensor, dtype: DTypeRule): Call => ({ inputs: [x], f, shapes: [x.shape], dtype });

const over = (f: Unary, values: fc.Arbitrary<number>, dtype: DTypeRule): fc.Arbitrary<Call> =>
  reals(smallShapes(), values).map((x) => callOf(f, x, dtype));

const range = (low: number, high: number): fc.Arbitrary<number> => numbers([low, high]);
const anywhere = range(-2, 2);
const positive = range(0.25, 2);
const inside = range(-0.75, 0.75);
const betweenIntegers = awayFromKinks([-2, -1, 0, 1, 2], 0.125, [-2.5, 2.5]);
const betweenHalves = awayFromKinks([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5], 0.125, [-3, 3]);
const special = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1.5);

const float = (op: Unary, values: fc.Arbitrary<number> = anywhere): Entry => entry(op, over(op, values, floating));
const same = (op: Unary, values: fc.Arbitrary<number>, order: 0 | 1 | 2 = 2): Entry =>
  entry(op, over(op, values, arithmetic), { order });

const limited = fc
  .tuple(
    reals(smallShapes(), awayFromKinks([-1.5, -1, -0.5, 0, 0.5, 1, 1.5], 0.125)),
    fc.constantFrom(-1.5, -1, -0.5, undefined),
    fc.constantFrom(0, 0.5, 1, undefined),
  )
  .filter(([, min, max]) => min !== undefined || max !== undefined)
  .map(([x, min, max]) => {
    const bounds = [min, max].filter((bound) => bound !== undefined);
    return callOf((each) => clip(each, min, max), x, withNumbers(arithmetic, ...bounds));
  });

const castTo = (...targets: readonly DType[]): fc.Arbitrary<Call> =>
  fc.tuple(reals(smallShapes(), awayFromZero()), fc.constantFrom(...targets)).map(([x, dtype]) =>
    callOf(
      (each) => cast(each, dtype),
      x,
      () => dtype,
    ),
  );

export const unary: readonly Entry[] = [
  float(exp),
  float(exp2),
  float(expm1),
  float(log, positive),
  float(log2, positive),
  float(log10, positive),
  float(log1p, range(-0.5, 2)),
  float(sqrt, positive),
  float(rsqrt, positive),
  float(reciprocal, awayFromZero()),
  float(sin),
  float(cos),
  float(tan, range(-1, 1)),
  float(asin, inside),
  float(acos, inside),
  float(atan),
  float(sinh),
  float(cosh),
  float(tanh),
  float(asinh),
  float(acosh, range(1.25, 3)),
  float(atanh, inside),
  float(sigmoid),
  float(softplus),
  float(erf),
  float(erfc),
  same(neg, anywhere),
  same(square, anywhere),
  same(abs, awayFromZero()),
  same(relu, awayFromZero()),
  same(sign, awayFromZero(), 1),
  same(floor, betweenIntegers, 1),
  same(ceil, betweenIntegers, 1),
  same(trunc, betweenIntegers, 1),
  same(round, betweenHalves, 1),
  entry(clip, limited),
  entry(isNaN, over(isNaN, special, comparison), { order: 0 }),
  entry(isFinite, over(isFinite, special, comparison), { order: 0 }),
  entry(
    logicalNot,
    tensors({ shape: smallShapes(), dtype: 'bool' }).map((x) => callOf(logicalNot, x, logical)),
    { order: 0 },
  ),
  entry(cast, castTo('float32', 'float64'), { variant: 'to a float' }),
  entry(cast, castTo(...dtypes.filter((dtype) => !dtype.startsWith('float'))), { variant: 'to no float', order: 0 }),
  entry(stopGradient, over(stopGradient, anywhere, kept), { order: 0 }),
];
