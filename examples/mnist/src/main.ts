import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toImageSet } from './batches.js';
import { loadMnist } from './dataset.js';
import { type Options, parseOptions } from './options.js';
import { collectMisclassified } from './report/collect-misclassified.js';
import { learningCurveSvg } from './report/learning-curve.js';
import { misclassifiedPage } from './report/misclassified.js';
import { predict, type Run, train } from './train.js';

const options = parseOptions(process.argv.slice(2), fileURLToPath(new URL('../output', import.meta.url)));
try {
  await main(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main({ restarts, output, ...rest }: Options): Promise<void> {
  const mnist = await loadMnist();
  const trainSet = toImageSet(mnist.train, rest.trainImages);
  const testSet = toImageSet(mnist.test, rest.testImages);
  const started = performance.now();

  const runs: Run[] = [];
  for (let index = 0; index < restarts; index++) {
    const seed = rest.seed + index;
    if (restarts > 1) console.log(`restart ${index + 1}/${restarts}, seed ${seed}`);
    runs.push(train(trainSet, testSet, seed, { restarts, output, ...rest }));
    if (index === 0) console.log(runs[0]?.model.summary());
  }
  const best = runs.reduce((a, b) => (finalLoss(b) < finalLoss(a) ? b : a));
  if (restarts > 1) console.log(`kept seed ${best.seed}, training loss ${finalLoss(best).toFixed(4)}`);
  console.log(`trained in ${((performance.now() - started) / 1000).toFixed(1)} s`);

  const { predicted, confidence, accuracy } = predict(best.model, testSet);
  console.log(`test accuracy ${accuracy.toFixed(4)}`);

  const tested = { ...mnist.test, count: testSet.count };
  await mkdir(output, { recursive: true });
  const curve = join(output, 'learning-curve.svg');
  const page = join(output, 'misclassified.html');
  await writeFile(curve, drawCurve(best, accuracy));
  await writeFile(
    page,
    misclassifiedPage({
      title: 'MNIST digits that were misclassified',
      rows: tested.rows,
      columns: tested.columns,
      total: tested.count,
      digits: collectMisclassified(tested, predicted, confidence),
    }),
  );
  console.log(`learning curve        ${relative(process.cwd(), curve)}`);
  console.log(`misclassified digits  ${relative(process.cwd(), page)}`);
}

function finalLoss(run: Run): number {
  return run.epochs.at(-1)?.trainLoss ?? Number.POSITIVE_INFINITY;
}

function drawCurve({ epochs, batchLoss, model }: Run, accuracy: number): string {
  const points = (pick: (result: Run['epochs'][number]) => number): { epoch: number; value: number }[] =>
    epochs.map((result) => ({ epoch: result.epoch, value: pick(result) }));
  return learningCurveSvg({
    title: 'A multi-layer perceptron learns MNIST',
    subtitle: `${model.parameterCount().toLocaleString('en')} parameters, test accuracy ${(100 * accuracy).toFixed(2)} %`,
    loss: [
      { name: 'train', points: points((result) => result.trainLoss) },
      { name: 'test', points: points((result) => result.testLoss) },
    ],
    accuracy: [
      { name: 'train', points: points((result) => result.trainAccuracy) },
      { name: 'test', points: points((result) => result.testAccuracy) },
    ],
    batchLoss,
  });
}
