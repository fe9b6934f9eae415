/** A small network separates two moons; the picture shows where it draws the line. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { adam, Generator, hingeLoss, linspace, MLP, seed, stack, type Tensor, tanh } from 'adjoint';
import { drawMoons } from './moons.js';
import { drawScene } from './picture.js';

seed(7);
const { points, labels } = drawMoons(120, 0.14, new Generator(11));
const model = new MLP({ sizes: [2, 32, 32, 1], activation: tanh });
const optimizer = adam(model.parameters(), { learningRate: 0.02 });
const score = (inputs: Tensor<[number, 2], 'float32'>): Tensor<[number], 'float32'> =>
  model.forward(inputs).reshape([-1]) as Tensor<[number], 'float32'>;

for (let step = 0; step <= 300; step++) {
  const scores = score(points);
  const loss = hingeLoss(scores, labels);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  if (step % 100 === 0) console.log(`step ${String(step).padStart(3)}  hinge loss ${(loss.item()).toFixed(5)}`);
}

const accuracy = score(points).mul(labels).gt(0).cast('float32').mean().item();
console.log(`accuracy ${accuracy.toFixed(4)}`);

const area = { left: -1.6, right: 2.6, bottom: -1.1, top: 1.6 };
const [columns, rows] = [168, 108] as const;
const gridX = linspace(area.left, area.right, columns).expand([rows, columns]);
const gridY = linspace(area.bottom, area.top, rows).reshape([rows, 1]).expand([rows, columns]);
const grid = stack([gridX, gridY], -1).reshape([rows * columns, 2]);
const coordinates = points.toArray();
const sides = labels.toArray();
const picture = drawScene({
  title: 'Two moons, one network',
  subtitle: `2-32-32-1 tanh perceptron, hinge loss, ${(100 * accuracy).toFixed(1)} % of ${sides.length} points on their own side`,
  ...area,
  columns,
  rows,
  scores: score(grid).dataSync(),
  points: coordinates.map(([x = 0, y = 0], index) => ({ x, y, label: sides[index] ?? 0 })),
});
const file = fileURLToPath(new URL('../output/decision-boundary.svg', import.meta.url));
await mkdir(dirname(file), { recursive: true });
await writeFile(file, picture);
console.log(`decision boundary  ${relative(process.cwd(), file)}`);
