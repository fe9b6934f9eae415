import { type AnyTensor, evaluate } from 'adjoint';
import { checksum } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';
import { type Batch, batches, perceptron } from './perceptron.js';

/** The forward pass of a perceptron. */
export function inferMlp(problem: ProblemOf<'infer-mlp'>): Workload {
  const model = perceptron(problem.sizes);
  model.eval();
  model.freeze();
  const inputs = batches(problem);
  let logits: AnyTensor | undefined;
  return {
    run(turn) {
      const { x } = inputs[turn % inputs.length] as Batch;
      logits = evaluate(model.forward(x) as AnyTensor);
    },
    read: () => ({ logits: checksum((logits as AnyTensor).dataSync()) }),
  };
}
