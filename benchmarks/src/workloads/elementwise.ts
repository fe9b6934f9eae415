import { type AnyTensor, evaluate, fromArray, valueAndGrad } from 'adjoint';
import { checksum, inputStream, uniform32 } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';

/** Value and gradient in x of Σ tanh(x·y + z)·x. */
export function elementwise({ elements, sets }: ProblemOf<'elementwise'>): Workload {
  const inputs = Array.from({ length: sets }, (_, set) => {
    const vector = (tensor: number): AnyTensor =>
      fromArray(uniform32(elements, inputStream(set, tensor)), [elements], { own: true });
    return { x: vector(0), y: vector(1), z: vector(2) };
  });
  let results: readonly AnyTensor[] = [];
  return {
    run(turn) {
      const { x, y, z } = inputs[turn % sets] as (typeof inputs)[number];
      results = evaluate(valueAndGrad((at: AnyTensor) => at.mul(y).add(z).tanh().mul(at).sum() as AnyTensor)(x));
    },
    read: () => {
      const [value, gradient] = results as [AnyTensor, AnyTensor];
      return { value: Number(value.item()), gradient: checksum(gradient.dataSync()) };
    },
  };
}
