import { type AnyTensor, jvp, sizeOf } from '@adjoint/core';
import { float32Epsilon } from '../gradients/differences.js';
import {
  atPoint,
  cotangentsLike,
  type FunctionAtPoint,
  floatResults,
  gradients,
  ofDifferentiated,
  precision,
  read,
  type UserFunction,
} from '../gradients/function-at-point.js';
import { randomWeights, seededNumbers } from '../seeded-numbers.js';
import { showNumber } from '../show.js';
import { innerProduct } from './inner-product.js';
import type { LawOptions } from './options.js';

/**
 * Law: forward and reverse mode are transposes of each other, ⟨v, Jw⟩ = ⟨Jᵀv, w⟩ for a cotangent v and a tangent w.
 *
 * Floats are checked in float64, integer and bool inputs are passed on as they are.
 *
 * @throws Error that tells both numbers where it does not hold
 */
export function vjpMatchesJvp<Inputs extends readonly AnyTensor[]>(
  f: (...inputs: NoInfer<Inputs>) => unknown,
  inputs: readonly [...Inputs],
  options: LawOptions = {},
): void {
  const point = atPoint(floatResults('vjpMatchesJvp', f as unknown as UserFunction), inputs);
  assertTransposed('vjpMatchesJvp', point, options);
}

/** The law for a function at a point. */
export function assertTransposed(caller: string, point: FunctionAtPoint, options: LawOptions): void {
  const tolerance = options.tolerance ?? (precision(point) === float32Epsilon ? 1e-4 : 1e-9);
  const next = seededNumbers(options.seed ?? 0);
  const results = point.f(...point.inputs);
  const primals = point.differentiated.map((index) => point.inputs[index] as AnyTensor);
  const v = results.map((each) => randomWeights(sizeOf(each.shape), next));
  const w = primals.map((each) => randomWeights(sizeOf(each.shape), next));
  const cotangents = results.map((each, index) => cotangentsLike([each], v[index] as Float64Array)[0] as AnyTensor);
  const tangents = primals.map((each, index) => cotangentsLike([each], w[index] as Float64Array)[0] as AnyTensor);
  const pulled = gradients(point, cotangents);
  const [, pushed] = jvp(ofDifferentiated(point), primals, tangents) as [unknown, AnyTensor[]];
  const values = read([...pushed, ...pulled].map((each) => [each]));
  const forward = innerProduct(v, values.slice(0, pushed.length));
  const reverse = innerProduct(values.slice(pushed.length), w);
  if (Math.abs(forward.value - reverse.value) <= tolerance * (forward.magnitude + reverse.magnitude + 1e-6)) return;
  throw new Error(
    `${caller}: ⟨v, Jw⟩ = ${showNumber(forward.value)} by forward mode, but ⟨Jᵀv, w⟩ = ` +
      `${showNumber(reverse.value)} by reverse mode; the vjp rule of some op is not linear in the cotangent, or its ` +
      'derivative by the cotangent is cut off',
  );
}
