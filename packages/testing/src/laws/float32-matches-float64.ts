import { type AnyTensor, vjp } from '@adjoint/core';
import {
  atPoint,
  cotangentsLike,
  type FunctionAtPoint,
  floatResults,
  isFloatTensor,
  ofDifferentiated,
  read,
  type UserFunction,
} from '../gradients/function-at-point.js';
import { randomWeights, seededNumbers } from '../seeded-numbers.js';
import { hostArrayFor, sourceOf } from '../sources.js';
import { assertClose } from './assert-close.js';
import type { LawOptions } from './options.js';

/**
 * Law: on float32 inputs a function gives float32 results and float32 gradients, near those in float64. A rule that
 * brings in a constant of another dtype breaks it.
 *
 * @throws Error that names the result or input, the dtypes, or the element and both numbers where it does not hold
 */
export function float32MatchesFloat64<Inputs extends readonly AnyTensor[]>(
  f: (...inputs: NoInfer<Inputs>) => unknown,
  inputs: readonly [...Inputs],
  options: LawOptions = {},
): void {
  const tolerance = options.tolerance ?? 1e-3;
  const plain = floatResults('float32MatchesFloat64', f as unknown as UserFunction);
  // Both start from numbers that float32 holds.
  const single = inputs.map((input) => withDType(input, 'float32'));
  const double = single.map((input) => withDType(input, 'float64'));
  const { differentiated } = atPoint(plain, double);
  const [ofSingle, ofDouble] = [single, double].map((each) =>
    valuesAndGradients({ f: plain, inputs: each, differentiated }, options.seed ?? 0),
  ) as [ValuesAndGradients, ValuesAndGradients];
  ofSingle.results.forEach((result, index) => {
    const name = `float32MatchesFloat64: result ${index}`;
    assertClose(result, withDType(ofDouble.results[index] as AnyTensor, 'float32'), tolerance, name);
  });
  ofSingle.gradients.forEach((gradient, position) => {
    const name = `float32MatchesFloat64: the gradient of input ${differentiated[position]}`;
    assertClose(gradient, withDType(ofDouble.gradients[position] as AnyTensor, 'float32'), tolerance, name);
  });
}

interface ValuesAndGradients {
  readonly results: readonly AnyTensor[];
  readonly gradients: readonly AnyTensor[];
}

function valuesAndGradients(point: FunctionAtPoint, seed: number): ValuesAndGradients {
  const primals = point.differentiated.map((index) => point.inputs[index] as AnyTensor);
  const [results, pullback] = vjp(ofDifferentiated(point), ...primals);
  const next = seededNumbers(seed);
  const size = results.reduce((total, { shape }) => total + shape.reduce((product, each) => product * each, 1), 0);
  const gradients = pullback(cotangentsLike(results, randomWeights(size, next))) as AnyTensor[];
  read([[...results], gradients]);
  return { results, gradients };
}

function withDType(tensor: AnyTensor, dtype: 'float32' | 'float64'): AnyTensor {
  if (!isFloatTensor(tensor)) return tensor;
  return sourceOf(hostArrayFor(dtype, tensor.dataSync()), tensor.shape, dtype);
}
