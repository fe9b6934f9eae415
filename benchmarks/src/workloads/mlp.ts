import { type AnyTensor, sgd, softmaxCrossEntropy } from 'adjoint';
import { checksum } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';
import { type Batch, batches, perceptron } from './perceptron.js';

/** One training step: mean softmax cross-entropy of a perceptron, SGD 0.1. */
export function mlp(problem: ProblemOf<'mlp'>): Workload {
  const model = perceptron(problem.sizes);
  const optimizer = sgd(model, { learningRate: 0.1 });
  const inputs = batches(problem);
  let loss: AnyTensor | undefined;
  return {
    run(turn) {
      const { x, y } = inputs[turn % inputs.length] as Batch;
      loss = softmaxCrossEntropy(model.forward(x) as AnyTensor, y);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    },
    read: () => ({
      loss: Number((loss as AnyTensor).item()),
      weights: checksum(...model.parameters().map((parameter) => parameter.dataSync())),
    }),
  };
}
