import {
  type AnyTensor,
  fromArray,
  Generator,
  randomNormal,
  type Shape,
  slice,
  type Tensor,
  vmap,
} from '@adjoint/core';
import { expect } from 'vitest';
import { indicesOf, positionOf } from './by-index.js';

/** Reads elements of a tensor by index. */
export function reader(x: AnyTensor): (...index: readonly number[]) => number {
  const data = x.dataSync();
  return (...index) => {
    expect(index.length).toBe(x.shape.length);
    return data[positionOf(index, x.shape)] as number;
  };
}

/** Checks the shape and, up to rounding, every element against a function of its index. */
export function expectCloseElements(
  actual: AnyTensor,
  shape: Shape,
  element: (...index: number[]) => number,
  digits = 10,
): void {
  expect(actual.shape).toEqual(shape);
  const data = actual.dataSync();
  indicesOf(shape).forEach((index, position) => {
    expect(data[position], `element [${index.join(', ')}]`).toBeCloseTo(element(...index), digits);
  });
}

/** Host data of a shape: float64, normally distributed. */
export function normal(shape: Shape, seed = 1): Tensor<Shape, 'float64'> {
  const drawn = randomNormal(shape, { dtype: 'float64', generator: new Generator(seed) });
  return fromArray(drawn.dataSync(), shape);
}

/** Checks that vmap of a function equals a loop over the examples; unbatched inputs are shared by all. */
export function expectBatched<const Inputs extends readonly AnyTensor[]>(
  f: (...inputs: { [I in keyof Inputs]: AnyTensor }) => AnyTensor,
  inputs: Inputs,
  batched: readonly boolean[] = inputs.map(() => true),
): void {
  const call = f as (...inputs: readonly AnyTensor[]) => AnyTensor;
  const count = inputs[batched.indexOf(true)]?.shape[0] as number;
  const together: AnyTensor = vmap(call, { in: batched.map((each) => (each ? 0 : null)) })(...inputs);
  expect(together.shape[0]).toBe(count);
  for (let example = 0; example < count; example++) {
    const alone = call(...inputs.map((input, index) => (batched[index] ? slice(input, example) : input)));
    expectCloseElements(slice(together, example), alone.shape, reader(alone), 12);
  }
}

/** A scalar whose gradient tells the elements apart: Σ w·x with fixed random w. */
export function weighted(x: AnyTensor): Tensor {
  return x.mul(normal(x.shape, 99)).sum();
}
