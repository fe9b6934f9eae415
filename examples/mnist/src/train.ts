import {
  type AnyTensor,
  adagrad,
  adam,
  adamw,
  evaluate,
  Generator,
  MLP,
  type Optimizer,
  relu,
  rmsprop,
  seed,
  sgd,
  softmaxCrossEntropy,
  tensor,
  type Variable,
} from 'adjoint';
import { batchesOf, type ImageSet } from './batches.js';
import type { OptimizerName, Options } from './options.js';
import { startProgress } from './progress.js';
import type { CurvePoint } from './report/curve.js';

export type Classifier = MLP;

/** What one training run left behind. */
export interface Run {
  readonly model: Classifier;
  readonly seed: number;
  readonly epochs: readonly EpochResult[];
  readonly batchLoss: readonly CurvePoint[];
}

export interface EpochResult {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

const optimizers: {
  readonly [Name in OptimizerName]: (parameters: Iterable<Variable>, learningRate?: number) => Optimizer;
} = {
  sgd: (parameters, learningRate = 0.1) => sgd(parameters, { learningRate }),
  momentum: (parameters, learningRate = 0.05) => sgd(parameters, { learningRate, momentum: 0.9 }),
  adam: (parameters, learningRate = 2e-3) => adam(parameters, { learningRate }),
  adamw: (parameters, learningRate = 2e-3) => adamw(parameters, { learningRate }),
  rmsprop: (parameters, learningRate = 1e-3) => rmsprop(parameters, { learningRate }),
  adagrad: (parameters, learningRate = 1e-2) => adagrad(parameters, { learningRate }),
};

/** Trains one classifier from one random start. */
export function train(trainSet: ImageSet, testSet: ImageSet, runSeed: number, options: Options): Run {
  seed(runSeed);
  const shuffles = new Generator(runSeed).fork();
  const pixels = trainSet.images.shape[1];
  const model = new MLP({ sizes: [pixels, ...options.hidden, 10], activation: relu });
  const optimizer = optimizers[options.optimizer](model.parameters(), options.learningRate);
  const batches = Math.ceil(trainSet.count / options.batchSize);
  const epochs: EpochResult[] = [];
  const batchLoss: CurvePoint[] = [];

  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const progress = startProgress(`epoch ${epoch}/${options.epochs}`, batches);
    let lossSum: AnyTensor = tensor(0);
    let correct: AnyTensor = tensor(0, 'int32');
    let batch = 0;
    model.train();
    for (const { images, labels } of batchesOf(trainSet, options.batchSize, shuffles)) {
      const logits = model.forward(images);
      const loss = softmaxCrossEntropy(logits, labels);
      optimizer.zeroGrad();
      loss.backward();
      lossSum = lossSum.add(loss.mul(labels.shape[0]));
      correct = correct.add(logits.argmax(-1).eq(labels).sum());
      optimizer.step();
      batch++;
      const value = loss.item();
      batchLoss.push({ epoch: epoch - 1 + batch / batches, value });
      progress.update(batch, value);
    }
    const test = predict(model, testSet);
    const result = {
      epoch,
      trainLoss: lossSum.item() / trainSet.count,
      trainAccuracy: correct.item() / trainSet.count,
      testLoss: test.loss,
      testAccuracy: test.accuracy,
    };
    epochs.push(result);
    progress.finish(
      `epoch ${epoch}/${options.epochs}  loss ${result.trainLoss.toFixed(4)}  accuracy ${result.trainAccuracy.toFixed(4)}` +
        `  test loss ${result.testLoss.toFixed(4)}  test accuracy ${result.testAccuracy.toFixed(4)}`,
    );
  }
  return { model, seed: runSeed, epochs, batchLoss };
}

/** A classifier's answers on a set of images. */
export interface Predictions {
  readonly predicted: Int32Array;
  /** The probability given to each answer. */
  readonly confidence: Float32Array;
  readonly loss: number;
  readonly accuracy: number;
}

/** Classifies all images of a set. */
export function predict(model: Classifier, set: ImageSet): Predictions {
  const predicted = new Int32Array(set.count);
  const confidence = new Float32Array(set.count);
  let lossSum = 0;
  let correct = 0;
  let done = 0;
  model.eval();
  for (const { images, labels } of batchesOf(set, 1000)) {
    const logits = model.forward(images);
    const answer = logits.argmax(-1);
    const certainty = logits.sub(logits.logsumexp(-1, true)).max(-1).exp();
    const loss = softmaxCrossEntropy(logits, labels, { reduction: 'sum' });
    const hits = answer.eq(labels).sum();
    evaluate([answer, certainty, loss, hits]);
    predicted.set(answer.dataSync(), done);
    confidence.set(certainty.dataSync() as Float32Array, done);
    lossSum += loss.item();
    correct += hits.item();
    done += labels.shape[0];
  }
  return { predicted, confidence, loss: lossSum / set.count, accuracy: correct / set.count };
}
