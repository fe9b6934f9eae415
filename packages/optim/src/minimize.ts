import { type AnyTensor, evaluate, flattenTree, type Tree, Variable, valueAndGrad, zeros } from '@adjoint/core';
import { checkCount, checkNonNegative, checkPositive } from './checks.js';
import { createBreather } from './event-loop.js';
import { globalNorm } from './global-norm.js';
import type { Minimization, MinimizeOptions, Progress, TrajectoryEntry } from './minimization.js';
import type { Optimizer } from './optimizer.js';
import { sgd } from './optimizers/sgd.js';
import { type StopSettings, stopMessage, stopReason } from './stop.js';

/**
 * Minimises a scalar function by gradient descent: from the start it follows the negative gradient,
 * w ← w − η ∇f(w), until it converges. The result says where it ended and why.
 *
 * Nothing that `f` reads is changed, `.grad` of other Variables included. Memory does not grow with the iterations, save
 * for the trajectory (`trajectory: false` drops it).
 *
 * @param f the function: takes a tree of the start's structure, returns a scalar tensor
 * @param from where to begin: a float tensor, or a tree of them; it stays as it is
 * @returns a promise of the minimum, why it stopped, and the trajectory
 * @throws TypeError where the start has no tensors or integer ones, or `f` returns no scalar
 * @throws RangeError where an option is out of range
 * @example
 * const distance = (w: Tensor) => w.sub(tensor([1, 2])).square().sum();
 * const { minimum, message } = await minimize(distance, zeros([2]), { learningRate: 0.1 });
 * minimum.toArray(); // about [1, 2]
 * message; // Converged after 70 steps: …
 */
export async function minimize<T extends Tree>(
  f: (parameters: T) => AnyTensor,
  from: T,
  options: MinimizeOptions<T> = {},
): Promise<Minimization<T>> {
  const settings = readSettings(options);
  const { leaves, rebuild } = flattenTree('minimize', from);
  if (leaves.length === 0) throw new TypeError('minimize: the start holds no tensor; give the point to begin at');
  const parameters = leaves.map(toParameter);
  const optimizer = makeOptimizer(parameters, options);
  const objective = valueAndGrad(f);
  const trajectory: TrajectoryEntry<T>[] = [];
  const breathe = createBreather();

  let start: Progress<T> | undefined;
  let best: Progress<T> | undefined;
  let before: (Progress<T> & Descent) | undefined;
  for (let iteration = 0; ; iteration++) {
    const [loss, gradientTree] = objective(rebuild(parameters));
    const gradients = flattenTree('minimize', gradientTree).leaves;
    const norm = globalNorm(gradients);
    const values = parameters.map((parameter) => parameter.stopGradient());
    const foretold = before === undefined ? zeros([]) : foretell(before, values);
    evaluate([loss, norm, foretold, ...gradients, ...values]);
    const now = { iteration, loss: await read(loss), gradientNorm: await read(norm), point: rebuild(values) };
    start ??= now;
    if (best === undefined || (Number.isFinite(now.loss) && now.loss < best.loss)) best = now;

    const due = settings.every > 0 && iteration % settings.every === 0;
    if (due) trajectory.push(entry(now, options));
    await options.onIteration?.(now);
    await breathe();

    const last = before && {
      learningRate: before.learningRate,
      change: now.loss - before.loss,
      foretold: await read(foretold),
    };
    const course = { start, now, last };
    const reason = stopReason(course, settings);
    if (reason !== undefined) {
      if (settings.every > 0 && !due) trajectory.push(entry(now, options));
      const converged = reason === 'gradient' || reason === 'loss-change';
      const { point: minimum, loss: value, gradientNorm } = converged ? now : best;
      const message = stopMessage(reason, course, best, settings, before?.learningRate ?? optimizer.learningRate);
      return { minimum, value, gradientNorm, iterations: iteration, converged, reason, message, trajectory };
    }

    const { learningRate } = optimizer;
    parameters.forEach((parameter, index) => {
      parameter.grad = gradients[index] as AnyTensor;
    });
    optimizer.step();
    optimizer.zeroGrad();
    before = { ...now, values, gradients, learningRate };
  }
}

/** What the next iteration needs to judge the step from here. */
interface Descent {
  readonly values: readonly AnyTensor[];
  readonly gradients: readonly AnyTensor[];
  readonly learningRate: number;
}

/** ∇L · Δw: how much the step should change the loss, going by the gradient before it. */
function foretell({ values, gradients }: Descent, next: readonly AnyTensor[]): AnyTensor {
  return next
    .map((value, index): AnyTensor => {
      const move = value.sub(values[index] as AnyTensor);
      return move.mul(gradients[index] as AnyTensor).sum();
    })
    .reduce((total, part) => total.add(part));
}

/** The settings with their defaults; `every` is 0 where no trajectory is wanted. */
function readSettings<T>(options: MinimizeOptions<T>): StopSettings & { readonly every: number } {
  const { gradientTolerance = 1e-6, lossTolerance = 0, maxIterations = 10_000, trajectory = true } = options;
  checkNonNegative('minimize', 'gradientTolerance', gradientTolerance);
  checkNonNegative('minimize', 'lossTolerance', lossTolerance);
  checkCount('minimize', 'maxIterations', maxIterations, 0);
  if (options.divergenceBound !== undefined) checkPositive('minimize', 'divergenceBound', options.divergenceBound);
  if (typeof trajectory === 'number') checkCount('minimize', 'trajectory', trajectory, 1);
  return { ...options, gradientTolerance, lossTolerance, maxIterations, every: Number(trajectory) };
}

function makeOptimizer<T>(parameters: readonly Variable[], options: MinimizeOptions<T>): Optimizer {
  const { learningRate, optimizer } = options;
  if (optimizer === undefined) return sgd(parameters, { learningRate: learningRate ?? 0.1 });
  if (learningRate === undefined) return optimizer(parameters);
  throw new TypeError('minimize: got both a learningRate and an optimizer; give the learning rate to the optimizer');
}

function toParameter(leaf: AnyTensor, index: number): Variable {
  if (leaf.dtype !== 'float32' && leaf.dtype !== 'float64') {
    throw new TypeError(
      `minimize: tensor ${index} of the start is ${leaf.dtype}, which has no gradient; make it float32 or float64`,
    );
  }
  return new Variable(leaf, { name: `tensor ${index} of the start` });
}

function entry<T>({ point, ...numbers }: Progress<T>, { points = false }: MinimizeOptions<T>): TrajectoryEntry<T> {
  return points ? { ...numbers, point } : numbers;
}

async function read(scalar: AnyTensor): Promise<number> {
  const [value] = await scalar.data();
  return value as number;
}
