import { adam, concat, Generator, linspace, MLP, randomNormal, softmaxCrossEntropy, stack, tanh } from 'adjoint';

export interface Training {
  /** Before each step. */
  readonly losses: readonly number[];
  /** On points that the training never saw. */
  readonly accuracy: number;
}

const steps = 80;
const pointsPerMoon = 512;
const noise = 0.15;

/**
 * Trains a 2-128-128-2 tanh perceptron with Adam to tell two moons apart. The same numbers wherever it runs. The batch
 * and the layers are large enough for kernels that are worth more than one thread.
 */
export function train(): Training {
  const { points, labels } = drawMoons(new Generator(11));
  const model = new MLP({ sizes: [2, 128, 128, 2], activation: tanh, generator: new Generator(7) });
  const optimizer = adam(model.parameters(), { learningRate: 0.01 });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = softmaxCrossEntropy(model.forward(points), labels);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses.push(loss.item());
  }
  const unseen = drawMoons(new Generator(12));
  const correct = model.forward(unseen.points).argmax(1).eq(unseen.labels);
  return { losses, accuracy: correct.cast('float32').mean().item() };
}

/** Two interleaving half circles of radius 1 with Gaussian noise, and the moon that each point belongs to. */
function drawMoons(generator: Generator) {
  const angle = linspace(0, Math.PI, pointsPerMoon);
  const upper = stack([angle.cos(), angle.sin()], 1);
  const lower = stack([angle.cos().neg().add(1), angle.sin().neg().add(0.5)], 1);
  const clean = concat([upper, lower]);
  const points = clean.add(randomNormal([2 * pointsPerMoon, 2], { standardDeviation: noise, generator }));
  const moon = angle.mul(0).cast('int32');
  return { points, labels: concat([moon, moon.add(1)]) };
}
