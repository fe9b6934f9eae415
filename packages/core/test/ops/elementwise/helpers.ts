import { type AnyTensor, fromArray, grad, type Shape, type Tensor } from '@adjoint/core';
import fc from 'fast-check';

/** A float64 tensor of any numbers, infinities and NaN among them; a vector unless a shape is given. */
export function float64(values: readonly number[], shape: Shape = [values.length]): Tensor<Shape, 'float64'> {
  return fromArray(Float64Array.from(values), shape) as unknown as Tensor<Shape, 'float64'>;
}

/** An int32 vector. */
export function int32(...values: readonly number[]): Tensor<Shape, 'int32'> {
  return fromArray(Int32Array.from(values), [values.length]) as unknown as Tensor<Shape, 'int32'>;
}

/** A uint8 vector. */
export function uint8(...values: readonly number[]): Tensor<Shape, 'uint8'> {
  return fromArray(Uint8Array.from(values), [values.length]) as unknown as Tensor<Shape, 'uint8'>;
}

/** A bool vector. */
export function bool(...values: readonly boolean[]): Tensor<Shape, 'bool'> {
  return uint8(...values.map(Number)).cast('bool');
}

/** The elements as plain numbers, in row-major order. */
export function elements(x: AnyTensor): number[] {
  return Array.from(x.dataSync());
}

/** The gradient of the sum of f by x; the sign of a zero does not matter. */
export function slope(f: (x: AnyTensor) => AnyTensor, x: AnyTensor): number[] {
  return elements(grad((each: AnyTensor) => f(each).sum() as Tensor)(x)).map((each) => each + 0);
}

/** The gradient of the sum of the gradient of the sum of f by x. */
export function curvature(f: (x: AnyTensor) => AnyTensor, x: AnyTensor): number[] {
  return slope((each) => grad((inner: AnyTensor) => f(inner).sum() as Tensor)(each), x);
}

/** Numbers all over an interval (`fc.double` prefers the smallest ones). */
export function within(min: number, max: number): fc.Arbitrary<number> {
  return fc.nat(10_000).map((step) => min + (step / 10_000) * (max - min));
}

/** float64 vectors of numbers in an interval. */
export function vectorWithin(min: number, max: number, length = 4): fc.Arbitrary<Tensor<Shape, 'float64'>> {
  return fc.array(within(min, max), { minLength: length, maxLength: length }).map((values) => float64(values));
}
