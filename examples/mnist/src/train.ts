import {
  type AnyTensor,
  adagrad,
  adam,
  adamw,
  evaluate,
  Generator,
  type LearningRate,
  MLP,
  type Optimizer,
  relu,
  rmsprop,
  seed,
  sgd,
  softmaxCrossEntropy,
  tensor,
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

/** Each optimizer with its usual learning rate. */
const optimizers: {
  readonly [Name in OptimizerName]: {
    readonly learningRate: number;
    readonly create: (model: Classifier, learningRate: LearningRate) => Optimizer;
  };
} = {
  sgd: { learningRate: 0.2, create: (model, learningRate) => sgd(model, { learningRate }) },
  momentum: { learningRate: 0.05, create: (model, learningRate) => sgd(model, { learningRate, momentum: 0.9 }) },
  adam: { learningRate: 2e-3, create: (model, learningRate) => adam(model, { learningRate }) },
  adamw: { learningRate: 2e-3, create: (model, learningRate) => adamw(model, { learningRate }) },
  rmsprop: { learningRate: 1e-3, create: (model, learningRate) => rmsprop(model, { learningRate }) },
  adagrad: { learningRate: 2e-2, create: (model, learningRate) => adagrad(model, { learningRate }) },
};

/** Trains one classifier from one random start. */
export function train(trainSet: ImageSet, testSet: ImageSet, runSeed: number, options: Options): Run {
  seed(runSeed);
  const shuffles = new Generator(runSeed).fork();
  const pixels = trainSet.images.shape[1];
  const model = new MLP({ sizes: [pixels, ...options.hidden, 10], activation: relu });
  const batches = Math.ceil(trainSet.count / options.batchSize);
  const { learningRate, create } = optimizers[options.optimizer];
  const initial = options.learningRate ?? learningRate;
  // The steps get smaller towards the end, so that the last ones settle the weights.
  const optimizer = create(model, (step) => initial * (1 - step / (options.epochs * batches)));
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
