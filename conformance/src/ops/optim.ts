import { type AnyTensor, stack, Variable } from '@adjoint/core';
import { adagrad, adam, adamw, type Optimizer, rmsprop, sgd } from '@adjoint/optim';
import { type Attributes, isRecord } from '../attributes.js';
import type { NamedTensor, Operations, TrainingOperation, TrainingRun } from './operation.js';

/** Makes the optimizer that the attributes describe. */
type MakeOptimizer = (parameters: readonly Variable[], attributes: Attributes) => Optimizer;

/** The loss of step t at x. */
type Problem = (x: Variable, step: number) => AnyTensor;

function problemOf(name: string, input: (name: string) => AnyTensor, suffix: string): Problem {
  switch (name) {
    case 'quadratic': {
      const [a, b] = [input('A'), input('b')];
      return (x) => x.dot(a.matmul(x)).mul(0.5).sub(b.dot(x));
    }
    case 'rosenbrock':
      return (x) => {
        const [x0, x1] = x.unbind(0) as [AnyTensor, AnyTensor];
        return x0.neg().add(1).square().add(x1.sub(x0.square()).square().mul(100));
      };
    case 'gradients': {
      const gradients = input(`gradients${suffix}`);
      // A linear function, whose gradient is its coefficients wherever x is.
      return (x, step) => gradients.slice(step).mul(x).sum();
    }
    default:
      throw new TypeError(`there is no problem '${name}'; expected quadratic, rosenbrock or gradients`);
  }
}

/** Trains one parameter and records it after each step. */
function trainOne(
  make: MakeOptimizer,
  inputs: readonly NamedTensor[],
  attributes: Attributes,
  suffix: string,
): { readonly path: AnyTensor; readonly losses: AnyTensor } {
  const input = (name: string): AnyTensor => {
    const found = inputs.find((each) => each.name === name);
    if (found === undefined) throw new TypeError(`input '${name}' is missing`);
    return found.tensor;
  };
  const parameter = new Variable(input(`start${suffix}`));
  const problem = problemOf(attributes.string('problem'), input, suffix);
  const optimizer = make([parameter], attributes);
  const path: AnyTensor[] = [];
  const losses: AnyTensor[] = [];
  for (let step = 0; step < attributes.integer('steps'); step++) {
    const loss = problem(parameter, step);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses.push(loss.stopGradient());
    path.push(parameter.stopGradient());
  }
  return { path: stack(path, 0), losses: stack(losses, 0) };
}

function training(make: MakeOptimizer): TrainingOperation {
  const train = (inputs: readonly NamedTensor[], attributes: Attributes): TrainingRun => {
    if (!attributes.has('groups')) {
      const { path, losses } = trainOne(make, inputs, attributes, '');
      return { outputs: [path], losses };
    }
    const groups = attributes.list('groups').map((group) => attributes.with(isRecord(group) ? group : {}));
    const outputs = groups.map((settings, index) => trainOne(make, inputs, settings, `${index}`).path);
    return { outputs, losses: undefined };
  };
  return { kind: 'training', train };
}

function adamSettings(attributes: Attributes): {
  readonly learningRate: number;
  readonly betas: readonly [number, number];
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly amsgrad: boolean;
} {
  const [first = Number.NaN, second = Number.NaN] = attributes.numbers('betas');
  return {
    learningRate: attributes.number('lr'),
    betas: [first, second],
    epsilon: attributes.number('eps'),
    weightDecay: attributes.number('weight_decay'),
    amsgrad: attributes.boolean('amsgrad'),
  };
}

export const optimOperations: Operations = {
  optimizer_adagrad: training((parameters, attributes) =>
    adagrad(parameters, {
      learningRate: attributes.number('lr'),
      learningRateDecay: attributes.number('lr_decay'),
      weightDecay: attributes.number('weight_decay'),
      initialAccumulator: attributes.number('initial_accumulator_value'),
      epsilon: attributes.number('eps'),
    }),
  ),
  optimizer_adam: training((parameters, attributes) => adam(parameters, adamSettings(attributes))),
  optimizer_adamw: training((parameters, attributes) => adamw(parameters, adamSettings(attributes))),
  optimizer_rmsprop: training((parameters, attributes) =>
    rmsprop(parameters, {
      learningRate: attributes.number('lr'),
      alpha: attributes.number('alpha'),
      epsilon: attributes.number('eps'),
      weightDecay: attributes.number('weight_decay'),
      momentum: attributes.number('momentum'),
      centered: attributes.boolean('centered'),
    }),
  ),
  optimizer_sgd: training((parameters, attributes) =>
    sgd(parameters, {
      learningRate: attributes.number('lr'),
      momentum: attributes.number('momentum'),
      dampening: attributes.number('dampening'),
      nesterov: attributes.boolean('nesterov'),
      weightDecay: attributes.number('weight_decay'),
    }),
  ),
};
