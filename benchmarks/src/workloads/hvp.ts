import { type AnyTensor, evaluate, fromArray, grad, jvp } from 'adjoint';
import { checksum, inputStream, mlpParameters, uniform32 } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';
import { type Batch, batches, lossOf, parameterTensors } from './perceptron.js';

/** The Hessian of a perceptron's loss, in all its parameters, times a vector: forward mode over reverse mode. */
export function hessianVectorProduct(problem: ProblemOf<'hvp'>): Workload {
  const parameters = parameterTensors(problem.sizes);
  const inputs = batches(problem).map((batch, set) => ({ batch, direction: directions(problem.sizes, set) }));
  let product: readonly AnyTensor[] = [];
  return {
    run(turn) {
      const { batch, direction } = inputs[turn % inputs.length] as { batch: Batch; direction: AnyTensor[] };
      const gradient = (at: AnyTensor[]) => grad((each: AnyTensor[]) => lossOf(each, batch))(at) as AnyTensor[];
      product = evaluate(jvp(gradient, [parameters], [direction])[1] as AnyTensor[]);
    },
    read: () => ({ product: checksum(...product.map((each) => each.dataSync())) }),
  };
}

/** The vector: one tensor for each parameter. */
function directions(sizes: readonly number[], set: number): AnyTensor[] {
  return mlpParameters(sizes).map(({ shape }, index) => {
    const count = shape.reduce((size, each) => size * each, 1);
    return fromArray(uniform32(count, inputStream(set, 2 + index)), shape, { own: true });
  });
}
