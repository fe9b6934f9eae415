// Also a program of its own: trains for ever, resumes from a checkpoint where there is one, and saves after every step.
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type AnyTensor, Generator, randomNormal, randomPermutation } from '@adjoint/core';
import { loadCheckpoint, saveCheckpoint } from '@adjoint/io/node';
import { MLP, softmaxCrossEntropy } from '@adjoint/nn';
import { adam, type Optimizer } from '@adjoint/optim';

/** Where it is in the data: which epoch, how many batches of it are done, and in which order its examples come. */
export interface Position {
  epoch: number;
  batch: number;
  order: AnyTensor;
}

const examples = 48;
const batchSize = 8;

/**
 * A training with all that can go wrong when it is resumed: an optimizer with state, a learning rate on a schedule,
 * dropout, examples in another order in each epoch, and a mean that is kept on the side.
 */
export class Training {
  readonly generator: Generator;
  readonly model: MLP;
  readonly optimizer: Optimizer;
  position: Position;
  meanLoss = 0;
  readonly #points: AnyTensor;
  readonly #labels: AnyTensor;

  constructor(seed = 1) {
    const data = new Generator(99);
    this.#points = randomNormal([examples, 6], { generator: data });
    this.#labels = this.#points.sum(1).gt(0).cast('int32');
    this.generator = new Generator(seed);
    this.model = new MLP({ sizes: [6, 12, 2], dropout: 0.25, generator: this.generator });
    this.optimizer = adam(this.model, { learningRate: (step) => 0.01 / (1 + step / 10) });
    this.position = { epoch: 0, batch: 0, order: randomPermutation(examples, { generator: this.generator }) };
  }

  /** What a checkpoint holds. */
  get parts() {
    const { generator, model, optimizer, position, meanLoss } = this;
    return { generator, model, optimizer, position, meanLoss };
  }

  /** One step, with its loss. */
  step(): number {
    const { position } = this;
    const batch = position.order.slice([position.batch * batchSize, (position.batch + 1) * batchSize]);
    const loss = softmaxCrossEntropy(this.model.forward(this.#points.take(batch, 0)), this.#labels.take(batch, 0));
    this.optimizer.zeroGrad();
    loss.backward();
    this.optimizer.step();
    position.batch++;
    if (position.batch * batchSize === examples) {
      position.epoch++;
      position.batch = 0;
      position.order = randomPermutation(examples, { generator: this.generator });
    }
    const value = loss.item();
    this.meanLoss = 0.9 * this.meanLoss + 0.1 * value;
    return value;
  }
}

/** Restores a training. */
export async function resume(training: Training, path: string): Promise<void> {
  const { position, meanLoss } = await loadCheckpoint(path, training.parts);
  training.position = position;
  training.meanLoss = meanLoss;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path, seed] = process.argv.slice(2) as [string, string];
  const training = new Training(Number(seed));
  if (existsSync(path)) await resume(training, path);
  for (;;) {
    training.step();
    await saveCheckpoint(path, training.parts);
    process.stdout.write(`${training.optimizer.stepCount}\n`);
  }
}
