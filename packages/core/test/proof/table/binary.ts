import {
  type AnyTensor,
  add,
  atan2,
  div,
  eq,
  floorDivide,
  fmod,
  ge,
  gt,
  hypot,
  le,
  lerp,
  logaddexp,
  logicalAnd,
  logicalOr,
  logicalXor,
  lt,
  maximum,
  minimum,
  mul,
  ne,
  pow,
  remainder,
  sub,
  where,
} from '@adjoint/core';
import { type BroadcastableShapes, broadcastableShapes, numbers, tensors } from '@adjoint/testing';
import * as fc from 'fast-check';
import { awayFromZero, reals, smallShapes } from '../draws.js';
import { arithmetic, comparison, type DTypeRule, floating, kept, logical, withNumbers } from '../dtype-rules.js';
import { type Call, type Entry, entry } from '../entry.js';

type Operand = AnyTensor | number;
type Binary = (x: AnyTensor, y: Operand) => AnyTensor;

/** Small shapes that broadcast together, now and then without elements. */
const broadcastingShapes = (count: number): fc.Arbitrary<BroadcastableShapes> => {
  const small = { maxSize: 3, maxElements: 6 };
  return fc.oneof(
    { arbitrary: broadcastableShapes(count, small), weight: 7 },
    { arbitrary: broadcastableShapes(count, { ...small, minSize: 0 }), weight: 1 },
  );
};

/** One arbitrary of values for each tensor, whose shapes broadcast together. */
function broadcasting(
  f: (...inputs: AnyTensor[]) => AnyTensor,
  values: readonly fc.Arbitrary<number>[],
  dtype: DTypeRule,
): fc.Arbitrary<Call> {
  return broadcastingShapes(values.length).chain(({ shapes, joined }) =>
    fc
      .tuple(...values.map((each, index) => reals(shapes[index] ?? [], each)))
      .map((inputs) => ({ inputs, f, shapes: [joined], dtype })),
  );
}

/** A tensor and a number, on either side. */
function withNumber(op: Binary, values: readonly fc.Arbitrary<number>[], dtype: DTypeRule): fc.Arbitrary<Call> {
  const flipped = op as unknown as (x: Operand, y: Operand) => AnyTensor;
  const [ofX, ofY] = values as [fc.Arbitrary<number>, fc.Arbitrary<number>];
  const right = fc
    .tuple(reals(smallShapes(), ofX), ofY)
    .map(([x, y]) => callOf([x], (each) => op(each, y), withNumbers(dtype, y)));
  const left = fc
    .tuple(ofX, reals(smallShapes(), ofY))
    .map(([x, y]) => callOf([y], (each) => flipped(x, each), withNumbers(dtype, x)));
  return fc.oneof(right, left);
}

const callOf = (inputs: readonly [AnyTensor], f: (x: AnyTensor) => AnyTensor, dtype: DTypeRule): Call => ({
  inputs,
  f,
  shapes: [inputs[0].shape],
  dtype,
});

type Values = readonly [fc.Arbitrary<number>, fc.Arbitrary<number>];

/** An op on two tensors, and on a tensor and a number. */
function both(op: Binary, values: Values, dtype: DTypeRule, order: 0 | 1 | 2 = 2): Entry[] {
  return [
    entry(op, broadcasting(op, values, dtype), { broadcasts: true, order }),
    entry(op, withNumber(op, values, dtype), { variant: 'with a number', order }),
  ];
}

const anywhere = numbers();
const positive = numbers([0.25, 2]);
const whole = fc.integer({ min: -1, max: 1 });

/** Never within 0.2 of each other, so that it is clear which is larger. */
const apart: Values = [
  fc.tuple(fc.integer({ min: -2, max: 1 }), numbers([0, 0.25])).map(([step, shift]) => step + shift),
  fc.tuple(fc.integer({ min: -2, max: 1 }), numbers([0.5, 0.75])).map(([step, shift]) => step + shift),
];

/** Quotients of these lie between two integers: y is near a power of 2, x near an odd multiple of a sixteenth of it. */
const inexact: Values = [
  fc
    .tuple(fc.constantFrom(-11, -9, -7, -5, 5, 7, 9, 11), numbers([-0.125, 0.125]))
    .map(([sixteenths, shift]) => (sixteenths * 4 + shift) / 16),
  fc.tuple(fc.constantFrom(-2, 2, 1.5, -1.5), numbers([-0.0625, 0.0625])).map(([size, shift]) => size + shift),
];

/** Quotients that are not within 1/32 of an integer. */
const isBetweenIntegers = ({ inputs }: Call): boolean => {
  const [x, y = x] = inputs as [AnyTensor, AnyTensor?];
  return Array.from(x.div(y).dataSync()).every((value) => Math.abs(value - Math.round(value)) > 1 / 32);
};

const remainders = (op: Binary, order: 1 | 2): Entry[] => [
  entry(op, broadcasting(op, inexact, arithmetic).filter(isBetweenIntegers), { broadcasts: true, order }),
  entry(
    op,
    fc.tuple(reals(smallShapes(), inexact[0]), fc.constantFrom(2, -2)).map(([x, y]) => {
      return callOf([x], (each) => op(each, y), withNumbers(arithmetic, y));
    }),
    { variant: 'with a number', order },
  ),
];

const powers = fc
  .oneof(
    fc.tuple(reals(smallShapes(), positive), fc.constantFrom(-2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 2.5, 3, 4)),
    fc.tuple(reals(smallShapes(), awayFromZero()), fc.constantFrom(-3, -2, -1, 0, 1, 2, 3, 4, 5)),
  )
  .map(([x, exponent]): Call => {
    const rule = withNumbers(arithmetic, exponent);
    const refusing: DTypeRule = (dtypes) => (exponent < 0 && rule(dtypes) === 'int32' ? 'refused' : rule(dtypes));
    return callOf([x], (each) => pow(each, exponent), refusing);
  });

const basesOfPowers = fc
  .tuple(numbers([0.5, 2]), reals())
  .map(([base, y]) => callOf([y], (each) => pow(base, each), withNumbers(arithmetic, base)));

const logicalEntry = (op: (x: AnyTensor, y: AnyTensor) => AnyTensor): Entry =>
  entry(
    op,
    broadcastingShapes(2).chain(({ shapes, joined }) =>
      fc
        .tuple(...shapes.map((shape) => tensors({ shape, dtype: 'bool' })))
        .map((inputs): Call => ({ inputs, f: op as Call['f'], shapes: [joined], dtype: logical })),
    ),
    { broadcasts: true, order: 0 },
  );

/** Counted from the last axis, the size that is not 1. */
function joinedShape(inputs: readonly AnyTensor[]): number[] {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = inputs.map(({ shape }) => shape[axis - rank + shape.length] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
}

/** A bool condition, and tensors or a number to choose from. */
const choices = broadcastingShapes(3).chain(({ shapes }) => {
  const [ofCondition, ofX, ofY] = shapes as [number[], number[], number[]];
  const choose = where as (condition: AnyTensor, x: Operand, y: Operand) => AnyTensor;
  const rule =
    (dtype: DTypeRule): DTypeRule =>
    ([condition, ...values]) =>
      condition === 'bool' ? dtype(values) : 'refused';
  return fc
    .tuple(
      tensors({ shape: ofCondition, dtype: 'bool' }),
      reals(ofX),
      reals(ofY),
      fc.constantFrom(1, 0.5),
      fc.nat({ max: 2 }),
    )
    .map(([condition, x, y, number, which]): Call => {
      if (which === 0)
        return { inputs: [condition, x, y], f: choose, shapes: [joinedShape([condition, x, y])], dtype: rule(kept) };
      const [tensor, f] =
        which === 1
          ? [x, (c: AnyTensor, each: AnyTensor): AnyTensor => choose(c, each, number)]
          : [y, (c: AnyTensor, each: AnyTensor): AnyTensor => choose(c, number, each)];
      const shape = joinedShape([condition, tensor]);
      return { inputs: [condition, tensor], f, shapes: [shape], dtype: rule(withNumbers(kept, number)) };
    });
});

const interpolate = lerp as (x: AnyTensor, y: Operand, weight: Operand) => AnyTensor;

export const binary: readonly Entry[] = [
  ...both(add, [anywhere, anywhere], arithmetic),
  ...both(sub, [anywhere, anywhere], arithmetic),
  ...both(mul, [anywhere, anywhere], arithmetic),
  ...both(div, [anywhere, awayFromZero(0.5)], floating),
  ...both(maximum, apart, arithmetic),
  ...both(minimum, apart, arithmetic),
  ...both(atan2, [awayFromZero(0.5), awayFromZero(0.5)], floating),
  ...both(hypot, [awayFromZero(0.5), awayFromZero(0.5)], floating),
  ...both(logaddexp, [anywhere, anywhere], floating),
  ...remainders(fmod, 2),
  ...remainders(remainder, 2),
  ...remainders(floorDivide, 1),
  entry(pow, broadcasting(pow, [positive, anywhere], arithmetic), { broadcasts: true }),
  entry(pow, powers, { variant: 'of a number' }),
  entry(pow, basesOfPowers, { variant: 'of a number as base' }),
  ...[eq, ne, lt, le, gt, ge].flatMap((op) => both(op, [whole, whole], comparison, 0)),
  ...[logicalAnd, logicalOr, logicalXor].map(logicalEntry),
  entry(lerp, broadcasting(interpolate, [anywhere, anywhere, anywhere], arithmetic), { broadcasts: true }),
  entry(
    lerp,
    fc.tuple(reals(), numbers([-1, 1]), fc.constantFrom(0, 0.25, 1)).map(([x, y, weight]) => {
      return callOf([x], (each) => interpolate(each, y, weight), withNumbers(arithmetic, y, weight));
    }),
    { variant: 'with numbers' },
  ),
  entry(where, choices, { broadcasts: true }),
];
