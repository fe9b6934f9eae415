import { type AnyTensor, showShape, sizeOf } from '@adjoint/core';
import { float32Epsilon } from '../gradients/differences.js';
import {
  atPoint,
  cotangentsLike,
  floatResults,
  gradients,
  precision,
  read,
  type UserFunction,
} from '../gradients/function-at-point.js';
import { randomWeights, seededNumbers } from '../seeded-numbers.js';
import { elementIndex, showNumber } from '../show.js';
import type { LawOptions } from './options.js';

/**
 * Law: a vjp is linear in the cotangent, (αv + βw)ᵀJ = α·vᵀJ + β·wᵀJ.
 *
 * Floats are checked in float64, integer and bool inputs are passed on as they are.
 *
 * @throws Error that names the input, the element and both numbers where it does not hold
 */
export function vjpIsLinear<Inputs extends readonly AnyTensor[]>(
  f: (...inputs: NoInfer<Inputs>) => unknown,
  inputs: readonly [...Inputs],
  options: LawOptions = {},
): void {
  const point = atPoint(floatResults('vjpIsLinear', f as unknown as UserFunction), inputs);
  const tolerance = options.tolerance ?? (precision(point) === float32Epsilon ? 1e-4 : 1e-9);
  const next = seededNumbers(options.seed ?? 0);
  const results = point.f(...point.inputs);
  const size = results.reduce((total, each) => total + sizeOf(each.shape), 0);
  const v = randomWeights(size, next);
  const w = randomWeights(size, next);
  const [alpha, beta] = randomWeights(2, next) as unknown as [number, number];
  const combined = v.map((each, index) => alpha * each + beta * (w[index] as number));
  const pulled = [v, w, combined].map((cotangent) => gradients(point, cotangentsLike(results, cotangent)));
  const flat = read(pulled.flatMap((list) => list.map((gradient) => [gradient])));
  const count = point.differentiated.length;
  point.differentiated.forEach((input, position) => {
    const [ofV, ofW, together] = [0, 1, 2].map((which) => flat[which * count + position]) as Float64Array[] as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const magnitude = ofV.reduce(
      (most, each, index) => Math.max(most, Math.abs(each), Math.abs(ofW[index] as number)),
      0,
    );
    together.forEach((actual, index) => {
      const expected = alpha * (ofV[index] as number) + beta * (ofW[index] as number);
      if (Math.abs(actual - expected) <= tolerance * (magnitude + 1e-6)) return;
      const { shape } = point.inputs[input] as AnyTensor;
      throw new Error(
        `vjpIsLinear: the vjp for input ${input} ${showShape(shape)} is not linear in the cotangent: at element ` +
          `${showShape(elementIndex(index, shape))}, vjp(αv + βw) = ${showNumber(actual)} but α·vjp(v) + β·vjp(w) = ` +
          `${showNumber(expected)}; a vjp rule may use the cotangent only as a factor`,
      );
    });
  });
}
