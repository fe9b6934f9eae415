import { Command, InvalidArgumentError, Option } from 'commander';

export const optimizerNames = ['sgd', 'momentum', 'adam', 'adamw', 'rmsprop', 'adagrad'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

export interface Options {
  readonly epochs: number;
  readonly batchSize: number;
  readonly hidden: readonly number[];
  readonly optimizer: OptimizerName;
  /** Undefined takes the optimizer's usual one. */
  readonly learningRate?: number;
  readonly seed: number;
  readonly restarts: number;
  readonly trainImages: number;
  readonly testImages: number;
  readonly output: string;
}

/** Reads the command line; prints help or what is wrong with it, and ends the process, where there is reason to. */
export function parseOptions(argv: readonly string[], defaultOutput: string): Options {
  const command = new Command('npm start --')
    .description('Trains a multi-layer perceptron on the MNIST digits and tests it on the 10,000 test images.')
    .option('-e, --epochs <number>', 'passes over the training images', wholeNumber(1), 8)
    .option('-b, --batch-size <number>', 'images in a mini-batch', wholeNumber(1), 128)
    .option('--hidden <sizes>', 'sizes of the hidden layers, separated by commas', sizes, [256])
    .addOption(new Option('-o, --optimizer <name>', 'how weights are updated').choices(optimizerNames).default('adam'))
    .option(
      '-l, --learning-rate <number>',
      "first step size, which falls to 0 (default: the optimizer's usual one)",
      positive,
    )
    .option('-s, --seed <number>', 'two runs with one seed print the same numbers', wholeNumber(0), 1)
    .option('-r, --restarts <number>', 'random initialisations to train; the best is kept', wholeNumber(1), 1)
    .option('--train-images <number>', 'use only the first of the training images', wholeNumber(1), 60_000)
    .option('--test-images <number>', 'use only the first of the test images', wholeNumber(1), 10_000)
    .option('--output <folder>', 'where the learning curve and the page of misclassified digits go', defaultOutput)
    .allowExcessArguments(false);
  return command.parse(argv, { from: 'user' }).opts<Options>();
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
    }
    return value;
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('Expected a number greater than 0.');
  }
  return value;
}

function sizes(text: string): number[] {
  return text.split(',').map(wholeNumber(1));
}
