import { type AnyTensor, evaluate, fromArray, tensor, valueAndGrad } from 'adjoint';
import { inputStream, uniform } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';

/** A chain of scalar ops, s = s·a + a from s = 1, and its derivative in a. The graph is built anew at each turn. */
export function scalar({ ops, sets }: ProblemOf<'scalar'>): Workload {
  const inputs = Array.from({ length: sets }, (_, set): AnyTensor => {
    const [offset] = uniform(1, inputStream(set, 0), 0.1) as unknown as [number];
    return fromArray(Float32Array.of(0.5 + offset), []);
  });
  const one = tensor(1) as AnyTensor;
  const chain = (a: AnyTensor): AnyTensor => {
    let s = one;
    for (let op = 0; op < ops; op += 2) s = s.mul(a).add(a);
    return s;
  };
  let results: readonly AnyTensor[] = [];
  return {
    run(turn) {
      results = evaluate(valueAndGrad(chain)(inputs[turn % sets] as AnyTensor));
    },
    read: () => {
      const [value, derivative] = results as [AnyTensor, AnyTensor];
      return { value: Number(value.item()), derivative: Number(derivative.item()) };
    },
  };
}
