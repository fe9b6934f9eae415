import { type AnyTensor, evaluate } from '@adjoint/core';
import { joinedShape } from '../arbitraries/shapes.js';
import {
  allResults,
  atPoint,
  cotangentsLike,
  gradients,
  isFloatTensor,
  read,
  type UserFunction,
} from '../gradients/function-at-point.js';
import { randomWeights, seededNumbers } from '../seeded-numbers.js';
import { sourceOf } from '../sources.js';
import { assertClose } from './assert-close.js';
import { expandedTo, summedTo } from './host.js';
import type { LawOptions } from './options.js';

/**
 * Law: a function that broadcasts its inputs gives what it gives on inputs repeated to the joined shape beforehand, and
 * the gradient of an input is that of its repetitions, summed.
 *
 * Floats are checked in float64.
 *
 * @throws Error that names the element and both numbers where it does not hold
 */
export function broadcastingEqualsExpanding<Inputs extends readonly AnyTensor[]>(
  f: (...inputs: NoInfer<Inputs>) => unknown,
  inputs: readonly [...Inputs],
  options: LawOptions = {},
): void {
  const plain = allResults('broadcastingEqualsExpanding', f as unknown as UserFunction);
  const joined = joinedShape(inputs.map(({ shape }) => shape));
  const short = atPoint(plain, inputs);
  const long = atPoint(
    plain,
    short.inputs.map((input) => expandedTo(input, joined)),
  );
  const results = short.f(...short.inputs);
  const expected = long.f(...long.inputs);
  evaluate([results, expected]);
  const tolerance = options.tolerance ?? 1e-9;
  results.forEach((result, index) => {
    assertClose(result, expected[index] as AnyTensor, tolerance, 'broadcastingEqualsExpanding: the value');
  });
  if (!results.every(isFloatTensor)) return;

  const next = seededNumbers(options.seed ?? 0);
  const size = results.reduce((total, each) => total + each.dataSync().length, 0);
  const weights = randomWeights(size, next);
  const [ofShort, ofLong] = [short, long].map((point) =>
    read(gradients(point, cotangentsLike(results, weights)).map((gradient) => [gradient])),
  ) as [Float64Array[], Float64Array[]];
  short.differentiated.forEach((input, position) => {
    const { shape } = short.inputs[input] as AnyTensor;
    const summed = summedTo(ofLong[position] as Float64Array, joined, shape);
    assertClose(
      sourceOf(ofShort[position] as Float64Array, shape, 'float64'),
      sourceOf(summed, shape, 'float64'),
      tolerance,
      `broadcastingEqualsExpanding: the gradient of input ${input}`,
    );
  });
}
