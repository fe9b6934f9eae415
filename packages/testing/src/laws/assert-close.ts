import { type AnyTensor, type DType, dataSync, type Shape, showShape, Tensor } from '@adjoint/core';
import { elementIndex, showNumber } from '../show.js';

/** How far apart two numbers may be: |actual − expected| ≤ absolute + relative · |expected|. */
export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

/** Nested arrays of numbers or booleans, as `toArray` returns them. */
export type NestedNumbers = number | boolean | readonly NestedNumbers[];

interface Elements {
  readonly shape: Shape;
  readonly data: ArrayLike<number>;
  /** Unknown for plain arrays, which fit every dtype. */
  readonly dtype: DType | undefined;
}

/**
 * Asserts that two tensors have one shape, one dtype, and elements that agree. NaN agrees with NaN, and an infinity with
 * itself. The expected side may be nested arrays, of any dtype.
 *
 * @param tolerance one number for relative and absolute, or each. Unless given it follows the dtype: 10⁻¹⁰ for float64,
 *   10⁻⁵ for float32, exact for the others
 * @throws Error that tells the shapes, the dtypes, and the first element that differs with both its values
 */
export function assertClose(
  actual: AnyTensor,
  expected: AnyTensor | NestedNumbers,
  tolerance?: number | Tolerance,
  what = 'assertClose',
): void {
  const left = elementsOf(actual);
  const right = elementsOf(expected);
  if (!sameShape(left.shape, right.shape) || (right.dtype !== undefined && left.dtype !== right.dtype)) {
    throw new Error(`${what}: got ${describe(left)}, expected ${describe(right)}`);
  }
  const { relative, absolute } = resolveTolerance(tolerance, left.dtype as DType);
  const differing: number[] = [];
  for (let index = 0; index < left.data.length; index++) {
    if (!agree(left.data[index] as number, right.data[index] as number, relative, absolute)) differing.push(index);
  }
  const [first] = differing;
  if (first === undefined) return;
  const got = left.data[first] as number;
  const wanted = right.data[first] as number;
  throw new Error(
    `${what}: ${describe(left)} differs from what was expected first at element ` +
      `${showShape(elementIndex(first, left.shape))}: got ${showNumber(got)}, expected ${showNumber(wanted)}, ` +
      `difference ${Math.abs(got - wanted).toExponential(1)}, allowed ${(absolute + relative * Math.abs(wanted)).toExponential(1)}; ` +
      `${differing.length} of ${left.data.length} elements differ`,
  );
}

function agree(actual: number, expected: number, relative: number, absolute: number): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  return Number.isFinite(expected) && Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
}

function resolveTolerance(tolerance: number | Tolerance | undefined, dtype: DType): Required<Tolerance> {
  if (typeof tolerance === 'number') return { relative: tolerance, absolute: tolerance };
  const usual = dtype === 'float64' ? 1e-10 : dtype === 'float32' ? 1e-5 : 0;
  return { relative: tolerance?.relative ?? usual, absolute: tolerance?.absolute ?? usual };
}

function describe({ shape, dtype }: Elements): string {
  return `a ${dtype === undefined ? 'value' : `${dtype} tensor`} of shape ${showShape(shape)}`;
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function elementsOf(value: AnyTensor | NestedNumbers): Elements {
  if (value instanceof Tensor) return { shape: value.shape, data: dataSync(value), dtype: value.dtype };
  const shape: number[] = [];
  let level: NestedNumbers | undefined = value as NestedNumbers;
  while (typeof level === 'object') {
    shape.push(level.length);
    level = level[0];
  }
  const data = (shape.length === 0 ? [value] : (value as readonly unknown[]).flat(shape.length - 1)).map(Number);
  return { shape, data, dtype: undefined };
}
