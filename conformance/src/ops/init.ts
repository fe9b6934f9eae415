import { type AnyTensor, Generator, randomNormal, randomUniform } from '@adjoint/core';
import {
  fans,
  gain,
  glorotNormal,
  glorotUniform,
  type HeOptions,
  heNormal,
  heUniform,
  layerDefault,
  type Nonlinearity,
} from '@adjoint/nn';
import type { Attributes } from '../attributes.js';
import type { NumbersOperation, Operations } from './operation.js';

/** Numbers drawn with the generator that is given, in float64. */
type Draw = (options: { readonly generator: Generator; readonly dtype: 'float64' }) => AnyTensor;

/**
 * How many times as wide one distribution is as another of the same form: both draw with one seed, so each pair of
 * numbers has that ratio. This takes the scale from what an initialiser really draws.
 */
function ratio(draw: Draw, unit: Draw): number {
  const [drawn, reference] = [draw, unit].map((each) =>
    each({ generator: new Generator(1), dtype: 'float64' }).dataSync(),
  );
  return (drawn?.[0] ?? Number.NaN) / (reference?.[0] ?? Number.NaN);
}

/** What the draw's weights are bounded by. */
function boundOf(shape: readonly number[], draw: Draw): number {
  return ratio(draw, (options) => randomUniform(shape, { ...options, low: -1, high: 1 }));
}

/** The standard deviation of the draw's weights. */
function deviationOf(shape: readonly number[], draw: Draw): number {
  return ratio(draw, (options) => randomNormal(shape, options));
}

function nonlinearityOf(attributes: Attributes): Nonlinearity {
  const names = ['linear', 'conv1d', 'conv2d', 'conv3d', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu'];
  const name = attributes.choice('nonlinearity', names);
  if (name === 'leaky_relu') return 'leakyRelu';
  return name.startsWith('conv') ? 'linear' : (name as Nonlinearity);
}

function heOptions(attributes: Attributes): HeOptions {
  return {
    mode: attributes.choice('mode', ['fan_in', 'fan_out']) === 'fan_in' ? 'fanIn' : 'fanOut',
    nonlinearity: nonlinearityOf(attributes),
    slope: attributes.number('a'),
  };
}

/** An initialiser for the weight shape of the case: its fans, its gain where it has one of its own, and its scale. */
function initialiser(
  scale: (shape: readonly number[], attributes: Attributes) => Readonly<Record<string, number>>,
): NumbersOperation {
  const compute = (attributes: Attributes): Readonly<Record<string, number>> => {
    const shape = attributes.integers('shape');
    const { fanIn, fanOut } = fans(shape);
    return { fan_in: fanIn, fan_out: fanOut, ...scale(shape, attributes) };
  };
  return { kind: 'numbers', compute };
}

export const initOperations: Operations = {
  init_gain: {
    kind: 'numbers',
    compute: (attributes) => ({ gain: gain(nonlinearityOf(attributes), attributes.optionalNumber('param')) }),
  },
  init_kaiming_normal: initialiser((shape, attributes) => ({
    gain: gain(nonlinearityOf(attributes), attributes.number('a')),
    std: deviationOf(shape, (options) => heNormal(shape, { ...heOptions(attributes), ...options })),
  })),
  init_kaiming_uniform: initialiser((shape, attributes) => ({
    gain: gain(nonlinearityOf(attributes), attributes.number('a')),
    bound: boundOf(shape, (options) => heUniform(shape, { ...heOptions(attributes), ...options })),
  })),
  init_layer_default: initialiser((shape) => ({
    bound: boundOf(shape, (options) => layerDefault(shape, options)),
  })),
  init_xavier_normal: initialiser((shape, attributes) => ({
    std: deviationOf(shape, (options) => glorotNormal(shape, { ...options, gain: attributes.number('gain') })),
  })),
  init_xavier_uniform: initialiser((shape, attributes) => ({
    bound: boundOf(shape, (options) => glorotUniform(shape, { ...options, gain: attributes.number('gain') })),
  })),
};
