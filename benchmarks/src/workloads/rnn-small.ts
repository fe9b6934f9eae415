import { type AnyTensor, evaluate, fromArray, valueAndGrad } from 'adjoint';
import { checksum, inputStream, parameterStream, uniform32 } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';

/** Many steps of s = tanh(s·W), and the gradient of the mean square of the last s in W. */
export function rnnSmall({ steps, width, sets }: ProblemOf<'rnn-small'>): Workload {
  const square = (stream: number, scale: number): AnyTensor =>
    fromArray(uniform32(width * width, stream, scale), [width, width]);
  // Near the edge of stability, so that neither the state nor the gradient dies away.
  const weight = square(parameterStream(0), 0.3);
  const starts = Array.from({ length: sets }, (_, set) => square(inputStream(set, 0), 1));
  let results: readonly AnyTensor[] = [];
  return {
    run(turn) {
      const start = starts[turn % sets] as AnyTensor;
      const loss = (w: AnyTensor): AnyTensor => {
        let s = start;
        for (let step = 0; step < steps; step++) s = s.matmul(w).tanh();
        return s.square().mean();
      };
      results = evaluate(valueAndGrad(loss)(weight));
    },
    read: () => {
      const [loss, gradient] = results as [AnyTensor, AnyTensor];
      return { loss: Number(loss.item()), gradient: checksum(gradient.dataSync()) };
    },
  };
}
