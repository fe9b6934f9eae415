import { type DType, type Shape, sizeOf, type Tensor } from '@adjoint/core';
import fc from 'fast-check';
import { sourceOf } from '../sources.js';
import { FilledTensors } from './filled.js';
import { type NumberRange, numbers } from './numbers.js';
import { permutations } from './permutations.js';
import { printable } from './printable.js';
import { broadcastableShapes, type ShapeConstraints, type ShapeSource, toShapes } from './shapes.js';

/** Which tensors {@link tensors} draws. */
export interface TensorConstraints<D extends DType = DType> {
  /** One shape, or an arbitrary of shapes; `shapes()` unless said otherwise. */
  readonly shape?: ShapeSource;
  /** float64 unless said otherwise. */
  readonly dtype?: D;
  /** The range of the elements: [−2, 2] unless said otherwise, from 0 for uint8. */
  readonly range?: NumberRange;
  /** The elements themselves, in place of a range. */
  readonly values?: fc.Arbitrary<number>;
}

/**
 * Tensors with host data. They shrink towards small shapes, then towards round elements, and print as the code that
 * makes them.
 */
export function tensors<D extends DType = 'float64'>(
  constraints: TensorConstraints<D> = {},
): fc.Arbitrary<Tensor<Shape, D>> {
  const dtype = constraints.dtype ?? ('float64' as D);
  const values = constraints.values ?? elementsOf(dtype, constraints.range);
  const shapes = toShapes(constraints.shape).map((shape) => [shape]);
  return new FilledTensors(shapes, values, dtype).map(([tensor]) => tensor as Tensor<Shape, D>);
}

function elementsOf(dtype: DType, range: NumberRange | undefined): fc.Arbitrary<number> {
  const [low, high] = range ?? (dtype === 'uint8' ? [0, 4] : [-2, 2]);
  switch (dtype) {
    case 'float32':
    case 'float64':
      return numbers([low, high]);
    case 'int32':
    case 'uint8':
      return fc.integer({ min: Math.ceil(low), max: Math.floor(high) });
    case 'bool':
      return fc.boolean().map(Number);
  }
}

/** Which tensors {@link broadcastableTensors} draws. */
export interface BroadcastableConstraints<D extends DType = DType>
  extends ShapeConstraints,
    Omit<TensorConstraints<D>, 'shape'> {}

/** A tuple of `N` elements, where N is a literal. */
export type TupleOf<N extends number, T, Tuple extends T[] = []> = number extends N
  ? T[]
  : Tuple['length'] extends N
    ? Tuple
    : TupleOf<N, T, [...Tuple, T]>;

/** Two or more tensors whose shapes broadcast together. */
export function broadcastableTensors<N extends number, D extends DType = 'float64'>(
  count: N,
  constraints: BroadcastableConstraints<D> = {},
): fc.Arbitrary<TupleOf<N, Tensor<Shape, D>>> {
  const dtype = constraints.dtype ?? ('float64' as D);
  const shapes = broadcastableShapes(count, constraints).map((drawn) => drawn.shapes);
  const values = constraints.values ?? elementsOf(dtype, constraints.range);
  return new FilledTensors(shapes, values, dtype).map((list) => list as TupleOf<N, Tensor<Shape, D>>);
}

/** Which tensors {@link distinct} draws. */
export interface DistinctConstraints {
  /** One shape, or an arbitrary of shapes; `shapes()` unless said otherwise. */
  readonly shape?: ShapeSource;
  /** How far apart any two elements are at least: 0.125 unless said otherwise. */
  readonly gap?: number;
}

/**
 * float64 tensors without ties: any two elements are at least `gap` apart, and none is within gap/2 of 0. For maximum,
 * sorting and the like, whose gradients have a choice at ties. They shrink towards sorted elements.
 */
export function distinct(constraints: DistinctConstraints = {}): fc.Arbitrary<Tensor<Shape, 'float64'>> {
  const { shape: source, gap = 0.125 } = constraints;
  return toShapes(source).chain((shape) => {
    const size = sizeOf(shape);
    const jitters = fc.array(numbers([-0.5, 0.5]), { minLength: size, maxLength: size, size: 'max' });
    return fc.tuple(permutations(size), jitters).map(([ranks, jitter]) => {
      const data = ranks.map(
        (rank, index) => (2 * (rank - Math.floor(size / 2)) + 1 + (jitter[index] as number)) * gap,
      );
      return printable(sourceOf(Float64Array.from(data), shape, 'float64'), data);
    });
  });
}

/** Which tensors {@link wellConditioned} draws. */
export interface WellConditionedConstraints {
  /** One shape, or an arbitrary of shapes; `shapes()` unless said otherwise. */
  readonly shape?: ShapeSource;
  /** The smallest magnitude: 0.25 unless said otherwise. */
  readonly margin?: number;
  /** The largest magnitude: 2 unless said otherwise. */
  readonly limit?: number;
  /** Draws no negative elements, as logarithms and roots need. */
  readonly positive?: boolean;
}

/**
 * float64 tensors that ordinary functions take well: magnitudes between `margin` and `limit`, so that nothing is divided
 * by almost 0 and nothing overflows. See {@link distinct} for elements away from each other, and
 * {@link wellConditionedMatrices} for matrices to invert.
 */
export function wellConditioned(constraints: WellConditionedConstraints = {}): fc.Arbitrary<Tensor<Shape, 'float64'>> {
  const { shape, margin = 0.25, limit = 2, positive = false } = constraints;
  const magnitudes = numbers([margin, limit]);
  const values = positive
    ? magnitudes
    : fc.tuple(magnitudes, fc.boolean()).map(([size, negative]) => (negative ? -size : size));
  return tensors({ ...(shape === undefined ? {} : { shape }), values });
}
