import type { AnyTensor } from '@adjoint/core';
import type { GradientTransform, TransformState } from '../transform.js';

/**
 * Transforms one after the other: the first gets the gradient, each next one what the one before made of it.
 *
 * The state of each is kept under its name: `momentum.velocity`, and `momentum2.velocity` for a second one of the name.
 *
 * @example
 * chain(clipByGlobalNorm(1), momentum({ momentum: 0.9 }), scaleByLearningRate());
 */
export function chain(...transforms: readonly GradientTransform[]): GradientTransform {
  const prefixes = uniquePrefixes(transforms);
  return {
    name: 'chain',
    init: (parameter) =>
      join(
        transforms.map((transform) => transform.init(parameter)),
        prefixes,
      ),
    update: (gradient, state, context) => {
      let update = gradient;
      const states = transforms.map((transform, index) => {
        const transformed = transform.update(update, part(state, prefixes[index] as string), context);
        update = transformed.update;
        return transformed.state;
      });
      return { update, state: join(states, prefixes) };
    },
  };
}

function uniquePrefixes(transforms: readonly GradientTransform[]): string[] {
  const counts = new Map<string, number>();
  return transforms.map(({ name }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${name}${count === 1 ? '' : count}.`;
  });
}

function join(states: readonly TransformState[], prefixes: readonly string[]): TransformState {
  const joined: Record<string, AnyTensor> = {};
  states.forEach((state, index) => {
    for (const [name, tensor] of Object.entries(state)) joined[`${prefixes[index]}${name}`] = tensor;
  });
  return joined;
}

function part(state: TransformState, prefix: string): TransformState {
  const own: Record<string, AnyTensor> = {};
  for (const [name, tensor] of Object.entries(state)) {
    if (name.startsWith(prefix)) own[name.slice(prefix.length)] = tensor;
  }
  return own;
}
