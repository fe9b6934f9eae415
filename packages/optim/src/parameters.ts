import { type AnyTensor, Tensor, Variable } from '@adjoint/core';

/** What has parameters: Variables in any iterable, or something with a `parameters()` method, such as a module. */
export type ParameterSource = Iterable<Variable> | { parameters(): Iterable<Variable> };

/**
 * The Variables of a source, each once (tied weights are one parameter), in the order in which they come.
 *
 * @throws TypeError where there are none, something is no Variable, or one cannot be trained
 */
export function collectParameters(owner: string, source: ParameterSource): readonly Variable[] {
  const parameters = new Set<Variable>();
  let position = 0;
  for (const parameter of 'parameters' in source ? source.parameters() : source) {
    checkParameter(owner, parameter, position);
    parameters.add(parameter);
    position++;
  }
  if (parameters.size === 0) {
    throw new TypeError(`${owner}: there are no parameters; give the Variables to train, or a module that has some`);
  }
  return [...parameters];
}

/** How errors call a parameter: by its label, or by where it stands. */
export function nameOf(parameter: Variable, position: number): string {
  return parameter.label === '' ? `parameter ${position}` : `parameter '${parameter.label}'`;
}

function checkParameter(owner: string, parameter: unknown, position: number): asserts parameter is Variable {
  if (!(parameter instanceof Variable)) {
    const got = parameter instanceof Tensor ? `a ${(parameter as AnyTensor).dtype} tensor` : typeof parameter;
    throw new TypeError(`${owner}: expected Variables, got ${got} at position ${position}; wrap it in new Variable(…)`);
  }
  const { dtype } = parameter;
  if (dtype !== 'float32' && dtype !== 'float64') {
    throw new TypeError(
      `${owner}: ${nameOf(parameter, position)} is ${dtype}, which has no gradient; leave it out, or make it float32`,
    );
  }
  if (!parameter.trainable) {
    throw new TypeError(
      `${owner}: ${nameOf(parameter, position)} is frozen (trainable: false) and would never change; leave it out, ` +
        'for example with [...parameters].filter((parameter) => parameter.trainable)',
    );
  }
}
