import { type AnyTensor, evaluate, step as runStep, showShape, Variable, zeroGrad } from '@adjoint/core';
import { checkLearningRate, type LearningRate, learningRateAt } from './learning-rate.js';
import { collectParameters, nameOf, type ParameterSource } from './parameters.js';
import { checkStateDict, type OptimizerStateDict, type Slot } from './state-dict.js';
import type { GradientTransform, TransformState } from './transform.js';

/** A parameter with its state, and how often it was updated. */
interface Entry extends Slot {
  steps: number;
}

/**
 * Trains parameters by their gradients: w ← w − u, where u is what a {@link GradientTransform} makes of ∇L(w).
 *
 * `sgd`, `adam` and the others make one; a new optimizer is a new chain of transforms.
 *
 * @example
 * const optimizer = new Optimizer(model, chain(clipByGlobalNorm(1), scaleByAdam(), scaleByLearningRate()), 1e-3);
 * for (const batch of batches) {
 *   const loss = lossOf(model, batch);
 *   optimizer.zeroGrad();
 *   loss.backward();
 *   optimizer.step();
 * }
 */
export class Optimizer {
  /** What is trained, each Variable once. */
  readonly parameters: readonly Variable[];
  readonly #transform: GradientTransform;
  readonly #entries: readonly Entry[];
  #learningRate: LearningRate;
  #steps = 0;

  /**
   * @param parameters the Variables to train, or a module that has some
   * @param transform what becomes of a gradient; usually a `chain` that ends with `scaleByLearningRate()`
   * @param learningRate η, a number or a function of how many steps came before
   * @throws TypeError where there are no parameters, or one of them is frozen or of an integer dtype
   * @throws RangeError where the learning rate is NaN, negative or infinite
   */
  constructor(parameters: ParameterSource, transform: GradientTransform, learningRate: LearningRate) {
    checkLearningRate(learningRate);
    this.#learningRate = learningRate;
    this.#transform = transform;
    this.parameters = collectParameters('optimizer', parameters);
    this.#entries = this.parameters.map((parameter, position) => ({
      parameter,
      state: toVariables(transform.init(parameter), parameter.label || `parameter ${position}`),
      steps: 0,
    }));
  }

  /** How many steps were made. */
  get stepCount(): number {
    return this.#steps;
  }

  /** The learning rate of the next step; setting it, to a number or a schedule, holds from then on. */
  get learningRate(): number {
    return learningRateAt(this.#learningRate, this.#steps);
  }

  set learningRate(rate: LearningRate) {
    checkLearningRate(rate);
    this.#learningRate = rate;
  }

  /**
   * Updates every parameter that has a gradient. Losses, gradients, parameters, state and whatever else was assigned
   * since the last step (running statistics) are computed in one run. After an error nothing has changed.
   *
   * Parameters without a gradient, and those frozen meanwhile, are left alone, their state too.
   */
  step(): void {
    const { learningRate } = this;
    const moving = this.#entries.filter(({ parameter }) => parameter.grad !== null && parameter.trainable);
    const gradients = moving.map(gradientOf);
    const updates: (readonly [Variable, AnyTensor])[] = [];
    moving.forEach(({ parameter, state, steps }, index) => {
      const gradient = gradients[index] as AnyTensor;
      const context = { parameter, learningRate, step: steps + 1, gradients };
      const transformed = this.#transform.update(gradient, state, context);
      updates.push([parameter, parameter.sub(transformed.update)]);
      for (const [name, variable] of Object.entries(state)) updates.push([variable, pick(transformed.state, name)]);
    });
    runStep(updates);
    for (const entry of moving) entry.steps++;
    this.#steps++;
  }

  /** Forgets the gradients that `backward` has added up. */
  zeroGrad(): void {
    zeroGrad(this.parameters);
  }

  /** The step count and the state of the transforms, as they are now: later steps do not change it. */
  stateDict(): OptimizerStateDict {
    const parameters = this.#entries.map(({ state, steps }) => ({ step: steps, state: snapshot(state) }));
    evaluate(parameters.map(({ state }) => state));
    return { step: this.#steps, parameters };
  }

  /**
   * Goes on from where {@link stateDict} was taken. The optimizer must have been made alike.
   *
   * @throws TypeError where the state does not fit, with everything that is wrong with it; then nothing was loaded
   */
  loadStateDict(dict: OptimizerStateDict): void {
    checkStateDict(this.#entries, dict);
    this.#entries.forEach((entry, index) => {
      const loaded = dict.parameters[index] as OptimizerStateDict['parameters'][number];
      for (const [name, variable] of Object.entries(entry.state)) variable.assign(pick(loaded.state, name));
      entry.steps = loaded.step;
    });
    this.#steps = dict.step;
  }
}

function toVariables(state: TransformState, owner: string): Record<string, Variable> {
  const variable = ([name, initial]: [string, AnyTensor]): [string, Variable] => [
    name,
    new Variable(initial, { trainable: false, name: `${owner}.${name}` }),
  ];
  return Object.fromEntries(Object.entries(state).map(variable));
}

function gradientOf({ parameter }: Entry, position: number): AnyTensor {
  const gradient = parameter.grad as AnyTensor;
  const { shape } = gradient;
  const fits = shape.length === parameter.shape.length && shape.every((size, axis) => size === parameter.shape[axis]);
  if (gradient.dtype !== parameter.dtype || !fits) {
    throw new TypeError(
      `step: the gradient of ${nameOf(parameter, position)} is ${gradient.dtype} ${showShape(shape)}, ` +
        `but the parameter is ${parameter.dtype} ${showShape(parameter.shape)}; they must be alike`,
    );
  }
  return gradient;
}

function pick(state: TransformState, name: string): AnyTensor {
  const value = state[name];
  if (value === undefined) {
    throw new TypeError(
      `step: the transform's update returned no new value of its state '${name}'; return all of them`,
    );
  }
  return value;
}

function snapshot(state: Readonly<Record<string, Variable>>): Record<string, AnyTensor> {
  return Object.fromEntries(Object.entries(state).map(([name, variable]) => [name, variable.stopGradient()]));
}
