import fc from 'fast-check';
import { expect } from 'vitest';
import {
  type AnyTensor,
  type DType,
  fromArray,
  type Shape,
  sizeOf,
  stack,
  type Tensor,
  vmap,
} from '../../src/index.js';

/** Every index of a shape in row-major order. */
export function indicesOf(shape: Shape): number[][] {
  let indices: number[][] = [[]];
  for (const size of shape) {
    indices = indices.flatMap((index) => Array.from({ length: size }, (_, position) => [...index, position]));
  }
  return indices;
}

/** The position of an index in row-major order. */
export function positionOf(index: readonly number[], shape: Shape): number {
  return index.reduce((position, each, axis) => position * (shape[axis] as number) + each, 0);
}

/** The element of a tensor at an index, bools as 0 and 1. */
export function elementOf(x: AnyTensor, index: readonly number[]): number {
  return x.dataSync()[positionOf(index, x.shape)] as number;
}

/** Distinct elements 1, 2, 3, … */
export function numbered(shape: Shape, dtype: DType = 'float32'): Tensor {
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, position) => position + 1);
  return fromArray(data, shape).cast(dtype);
}

/** Checks a tensor against a function of the index. */
export function expectElements(actual: AnyTensor, shape: Shape, element: (index: number[]) => number): void {
  expect(actual.shape).toEqual(shape);
  expect([...actual.dataSync()]).toEqual(indicesOf(shape).map(element));
}

/** Shapes of small tensors, among them scalars and empty ones. */
export function shapes({ minRank = 0, maxRank = 4, minSize = 0, maxSize = 4 } = {}): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: minSize, max: maxSize }), { minLength: minRank, maxLength: maxRank });
}

/** An axis of a tensor of the rank, from either end. */
export function axisOf(rank: number): fc.Arbitrary<number> {
  return fc.integer({ min: -rank, max: rank - 1 });
}

/** A shape with at least one axis, and one of its axes from either end. */
export function shapeAndAxis(options: Parameters<typeof shapes>[0] = {}): fc.Arbitrary<[number[], number]> {
  return shapes({ minRank: 1, ...options }).chain((shape) => fc.tuple(fc.constant(shape), axisOf(shape.length)));
}

/** A shape, and some of its axes from either end, undefined for all. */
export function shapeAndAxes(
  options: Parameters<typeof shapes>[0] = {},
): fc.Arbitrary<[number[], number | number[] | undefined]> {
  return shapes(options).chain((shape) => {
    const rank = shape.length;
    const some = fc
      .tuple(fc.subarray([...shape.keys()]), fc.boolean())
      .map(([axes, fromEnd]) => (fromEnd ? axes.map((axis) => axis - rank).reverse() : axes));
    const choices: fc.Arbitrary<number | number[] | undefined>[] = [fc.constant(undefined), some];
    if (rank > 0) choices.push(axisOf(rank));
    return fc.tuple(fc.constant(shape), fc.oneof(...choices));
  });
}

/** Axis lists as reductions understand them: sorted and counted from the front. */
export function axesFromFront(axes: number | readonly number[] | undefined, rank: number): number[] {
  const list = axes === undefined ? Array.from({ length: rank }, (_, axis) => axis) : [axes].flat();
  return list.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
}

/** Checks that a function over a batch of examples does what it does to each, also two levels deep. */
export function expectBatchesLikeLoop(f: (x: Tensor) => AnyTensor, example: AnyTensor): void {
  const doubled = example.dtype === 'bool' ? example : example.cast('float64').mul(2).cast(example.dtype);
  const batch = stack([example, doubled, example]);
  const looped = stack([f(example), f(doubled), f(example)]);
  const batched = vmap(f)(batch);
  expect(batched.shape).toEqual(looped.shape);
  expect(batched.dtype).toBe(looped.dtype);
  expect([...batched.dataSync()]).toEqual([...looped.dataSync()]);

  const nested = vmap(vmap(f))(stack([batch, batch]));
  const expected = stack([looped, looped]);
  expect(nested.shape).toEqual(expected.shape);
  expect([...nested.dataSync()]).toEqual([...expected.dataSync()]);
}
