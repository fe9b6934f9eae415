import { type Shape, showShape, sizeOf } from '@adjoint/core';
import fc from 'fast-check';

/** Which shapes {@link shapes} draws. */
export interface ShapeConstraints {
  /** 0 unless said otherwise. */
  readonly minRank?: number;
  /** 3 unless said otherwise. */
  readonly maxRank?: number;
  /** The smallest size of an axis: 1 unless said otherwise; 0 draws empty tensors as well. */
  readonly minSize?: number;
  /** The largest size of an axis: 4 unless said otherwise. */
  readonly maxSize?: number;
  /** The largest number of elements: 64 unless said otherwise. */
  readonly maxElements?: number;
}

/**
 * Shapes, which shrink towards few and short axes.
 *
 * @throws RangeError where the constraints leave no shape
 */
export function shapes(constraints: ShapeConstraints = {}): fc.Arbitrary<Shape> {
  const { minRank = 0, maxRank = 3, minSize = 1, maxSize = 4, maxElements = 64 } = constraints;
  if (minRank < 0 || maxRank < minRank || minSize < 0 || maxSize < minSize || minSize ** minRank > maxElements) {
    throw new RangeError(
      `shapes: no shape has ${minRank} to ${maxRank} axes of sizes ${minSize} to ${maxSize} and at most ${maxElements} ` +
        'elements; give each minimum a maximum that is not smaller',
    );
  }
  return fc
    .array(fc.integer({ min: minSize, max: maxSize }), { minLength: minRank, maxLength: maxRank, size: 'max' })
    .map((sizes) => capped(sizes, minSize, maxElements));
}

/** Cuts the largest axes until the tensor has few enough elements. */
function capped(sizes: readonly number[], minSize: number, maxElements: number): Shape {
  const shape = [...sizes];
  while (sizeOf(shape) > maxElements) {
    const largest = shape.indexOf(Math.max(...shape));
    shape[largest] = Math.max((shape[largest] as number) - 1, minSize);
  }
  return shape;
}

/** A shape, or an arbitrary one. */
export type ShapeSource = Shape | fc.Arbitrary<Shape>;

/** The arbitrary that a shape source stands for. */
export function toShapes(source: ShapeSource | undefined): fc.Arbitrary<Shape> {
  if (source === undefined) return shapes();
  return isShape(source) ? fc.constant(source) : source;
}

function isShape(source: ShapeSource): source is Shape {
  return Array.isArray(source);
}

/** Shapes that broadcast together. */
export interface BroadcastableShapes {
  readonly shapes: readonly Shape[];
  /** The shape they broadcast to. */
  readonly joined: Shape;
}

/** Two shapes that broadcast together. */
export interface BroadcastablePair extends BroadcastableShapes {
  readonly shapes: readonly [Shape, Shape];
}

/**
 * `count` shapes that broadcast together by NumPy's rule: each lacks some leading axes of the joined shape, or has size 1
 * in its place. They shrink towards equal shapes without broadcasting.
 */
export function broadcastableShapes(
  count: number,
  constraints: ShapeConstraints = {},
): fc.Arbitrary<BroadcastableShapes> {
  const { maxRank = 3 } = constraints;
  const reduction = fc.record({
    missing: fc.integer({ min: 0, max: maxRank }),
    single: fc.array(fc.boolean(), { minLength: maxRank, maxLength: maxRank }),
  });
  return fc
    .tuple(shapes(constraints), fc.array(reduction, { minLength: count, maxLength: count }))
    .map(([full, reductions]) => {
      const reduced = reductions.map(({ missing, single }) =>
        full.map((size, axis) => (single[axis] ? 1 : size)).slice(Math.min(missing, full.length)),
      );
      return { shapes: reduced, joined: joinedShape(reduced) };
    });
}

/** Two shapes that broadcast together, and what they broadcast to; see {@link broadcastableShapes}. */
export function broadcastablePairs(constraints: ShapeConstraints = {}): fc.Arbitrary<BroadcastablePair> {
  return broadcastableShapes(2, constraints).map(({ shapes: pair, joined }) => ({
    shapes: [pair[0] as Shape, pair[1] as Shape],
    joined,
  }));
}

/**
 * The shape that all shapes broadcast to.
 *
 * @throws RangeError where they do not fit
 */
export function joinedShape(all: readonly Shape[]): Shape {
  const rank = Math.max(0, ...all.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = all.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((each) => each !== 1) ?? 1;
    if (sizes.some((each) => each !== 1 && each !== size)) {
      throw new RangeError(`broadcasting: the shapes ${all.map(showShape).join(', ')} do not broadcast together`);
    }
    return size;
  });
}
