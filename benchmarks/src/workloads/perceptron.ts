import { type AnyTensor, fromArray, type Initialiser, MLP, relu, softmaxCrossEntropy } from 'adjoint';
import { inputStream, labels, mlpParameters, uniform32 } from '../inputs.js';

export interface PerceptronSpec {
  readonly sizes: readonly number[];
  readonly batch: number;
  readonly sets: number;
}

/** The parameters as tensors: weight and bias of each layer. */
export function parameterTensors(sizes: readonly number[]): AnyTensor[] {
  return mlpParameters(sizes).map(({ shape, scale, stream }) => {
    const count = shape.reduce((product, each) => product * each, 1);
    return fromArray(uniform32(count, stream, scale), shape, { own: true });
  });
}

/** The multi-layer perceptron with the weights that all systems start from. */
export function perceptron(sizes: readonly number[]): MLP {
  const parameters = parameterTensors(sizes).values();
  const next = (() => parameters.next().value) as unknown as Initialiser;
  return new MLP({ sizes: sizes as [number, number], activation: relu, weightInit: next, biasInit: next });
}

export interface Batch {
  readonly x: AnyTensor;
  readonly y: AnyTensor;
}

/** The input sets: a batch of points and their classes. */
export function batches({ sizes, batch, sets }: PerceptronSpec): Batch[] {
  const [features, classes] = [sizes[0] as number, sizes.at(-1) as number];
  return Array.from({ length: sets }, (_, set) => ({
    x: fromArray(uniform32(batch * features, inputStream(set, 0)), [batch, features], { own: true }),
    y: fromArray(labels(batch, classes, inputStream(set, 1)), [batch], { own: true }),
  }));
}

/** The loss as a function of the parameters. */
export function lossOf(parameters: readonly AnyTensor[], { x, y }: Batch): AnyTensor {
  let value = x;
  for (let index = 0; index < parameters.length; index += 2) {
    const [weight, bias] = [parameters[index] as AnyTensor, parameters[index + 1] as AnyTensor];
    value = value.matmul(weight.transpose()).add(bias);
    if (index + 2 < parameters.length) value = relu(value);
  }
  return softmaxCrossEntropy(value, y);
}
