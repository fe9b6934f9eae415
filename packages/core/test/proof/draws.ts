import { type AnyTensor, fromArray, type Shape, sizeOf } from '@adjoint/core';
import { axisOf, numbers, permutations, type ShapeConstraints, shapes, tensors } from '@adjoint/testing';
import * as fc from 'fast-check';

/** Small on purpose: scalars, axes of size 1, and at most eight elements, since the derivative by each one is checked. */
const small = { maxRank: 3, maxSize: 3, maxElements: 8 };

/** Now and then one without elements. */
export const smallShapes = (constraints: ShapeConstraints = {}): fc.Arbitrary<Shape> =>
  fc.oneof(
    { arbitrary: nonEmptyShapes(constraints), weight: 7 },
    { arbitrary: shapes({ ...small, ...constraints, minSize: 0 }), weight: 1 },
  );

/** Half of them with as many axes as possible: with few, many mistakes cannot be seen. */
export const nonEmptyShapes = (constraints: ShapeConstraints = {}): fc.Arbitrary<Shape> => {
  const any = { ...small, ...constraints };
  return fc.oneof({ withCrossShrink: true }, shapes(any), shapes({ ...any, minRank: any.maxRank }));
};

/** Tensors of small shapes. */
export const reals = (
  shape: Shape | fc.Arbitrary<Shape> = smallShapes(),
  values = numbers(),
): fc.Arbitrary<AnyTensor> => tensors({ shape, values });

/** Magnitudes from `low` to `high`, of both signs. */
export const awayFromZero = (low = 0.25, high = 2): fc.Arbitrary<number> =>
  fc.tuple(numbers([low, high]), fc.boolean()).map(([size, negative]) => (negative ? -size : size));

/** Elements of both signs whose magnitudes are far enough apart that no choice among them is close. */
export const spread = (shape: Shape | fc.Arbitrary<Shape> = smallShapes()): fc.Arbitrary<AnyTensor> =>
  (shape instanceof fc.Arbitrary ? shape : fc.constant(shape)).chain((drawn) => {
    const size = sizeOf(drawn);
    const signs = fc.array(fc.boolean(), { minLength: size, maxLength: size, size: 'max' });
    const shifts = fc.array(numbers([0, 0.125]), { minLength: size, maxLength: size, size: 'max' });
    return fc.tuple(permutations(size), signs, shifts).map(([ranks, negative, shift]) => {
      const sizes = ranks.map((rank, index) => 0.25 * (rank + 1) + (shift[index] as number));
      const data = Float64Array.from(sizes, (each, index) => (negative[index] ? -each : each));
      return fromArray(data, drawn);
    });
  });

/** A tensor with at least one axis, and one of its axes. */
export function withAxis(
  shapesOf: (constraints: ShapeConstraints) => fc.Arbitrary<Shape> = smallShapes,
): fc.Arbitrary<readonly [x: AnyTensor, axis: number]> {
  return reals(shapesOf({ minRank: 1 })).chain((x) => axisOf(x.shape).map((axis) => [x, axis] as const));
}

/** The axis counted from the front. */
export const fromFront = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** A shape with one size replaced by others. */
export const spliced = (shape: Shape, axis: number, sizes: readonly number[]): Shape =>
  shape.toSpliced(fromFront(axis, shape.length), 1, ...sizes);

/** Arrays of exactly this length. */
export const listOf = <T>(values: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
  fc.array(values, { minLength: length, maxLength: length, size: 'max' });
