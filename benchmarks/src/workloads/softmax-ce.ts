import { type AnyTensor, evaluate, fromArray, softmaxCrossEntropy, valueAndGrad } from 'adjoint';
import { checksum, inputStream, labels, uniform32 } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';

/** Value and gradient of the mean softmax cross-entropy over many classes. */
export function softmaxCe({ rows, classes, sets }: ProblemOf<'softmax-ce'>): Workload {
  const inputs = Array.from({ length: sets }, (_, set) => ({
    logits: fromArray(uniform32(rows * classes, inputStream(set, 0), 4), [rows, classes], { own: true }) as AnyTensor,
    target: fromArray(labels(rows, classes, inputStream(set, 1)), [rows], { own: true }) as AnyTensor,
  }));
  let results: readonly AnyTensor[] = [];
  return {
    run(turn) {
      const { logits, target } = inputs[turn % sets] as (typeof inputs)[number];
      results = evaluate(valueAndGrad((at: AnyTensor) => softmaxCrossEntropy(at, target) as AnyTensor)(logits));
    },
    read: () => {
      const [loss, gradient] = results as [AnyTensor, AnyTensor];
      return { loss: Number(loss.item()), gradient: checksum(gradient.dataSync()) };
    },
  };
}
