import type { AnyTensor } from '@adjoint/core';
import { assertTransposed } from '../laws/vjp-matches-jvp.js';
import { type CompareSettings, type Comparison, compare } from './compare.js';
import { explain } from './explain.js';
import {
  atPoint,
  type FunctionAtPoint,
  floatResults,
  gradientAtPoint,
  read,
  type UserFunction,
} from './function-at-point.js';
import { locate } from './locate.js';
import { type NamedVariables, variableEntries, withVariables } from './with-variables.js';

/** How {@link checkGradients} checks. */
export interface GradientCheckOptions {
  /**
   * 2 checks the derivative of the gradient as well, by the inputs and by the cotangent: gradients of gradients. 1 unless
   * said otherwise.
   */
  readonly order?: 1 | 2;
  /** Checks forward mode as well: J·w for random tangents w. False unless said otherwise. */
  readonly forward?: boolean;
  /** Names of the inputs for error messages. */
  readonly names?: readonly string[];
  /** Variables that the function reads: it is checked with respect to their values too. */
  readonly variables?: NamedVariables;
  /** Decides the projections and, for large inputs, which elements are looked at. 0 unless said otherwise. */
  readonly seed?: number;
  /** Accepted difference relative to the derivative, beyond the uncertainty of the differences. 10⁻⁷ unless said otherwise. */
  readonly relativeTolerance?: number;
  /** Accepted absolute difference. 10⁻⁹ unless said otherwise. */
  readonly absoluteTolerance?: number;
  /** An input with more elements is checked at this many of them and along one random direction. 256 unless said otherwise. */
  readonly maximalElements?: number;
  /**
   * What to do where the function has a kink: report it, for the gradient is not defined there, or accept any value
   * between the one-sided derivatives. `'reject'` unless said otherwise.
   */
  readonly atKinks?: 'reject' | 'subgradient';
}

/** What a passed check has looked at. */
export interface GradientReport {
  /** How many derivatives were compared. */
  readonly elements: number;
  /** What was done to the inputs. */
  readonly notes: readonly string[];
}

/**
 * Checks the reverse-mode gradient of a function of tensors against central differences in float64.
 *
 * The results (one tensor or a tree of them, of any shape) are projected on fixed random cotangents v, and each
 * ∂⟨v, f⟩/∂xᵢ is compared with (f(xᵢ + h) − f(xᵢ − h)) / 2h, extrapolated to h = 0. The step follows the size of xᵢ and is
 * halved until the extrapolations agree; the tolerance follows their uncertainty.
 *
 * Float inputs are checked in float64 (float32 is cast); integer and bool inputs are passed on as they are.
 *
 * @example
 * checkGradients((x, w) => x.matmul(w).tanh(), [x, w], { order: 2, names: ['x', 'w'] });
 *
 * @throws GradientCheckError where a derivative differs: it names the input, the element, both numbers and the op
 * @throws TypeError where there is nothing to differentiate, or two calls of the function give different values
 */
export function checkGradients<Inputs extends readonly AnyTensor[]>(
  f: (...inputs: NoInfer<Inputs>) => unknown,
  inputs: readonly [...Inputs],
  options: GradientCheckOptions = {},
): GradientReport {
  const settings: CompareSettings = {
    relativeTolerance: options.relativeTolerance ?? 1e-7,
    absoluteTolerance: options.absoluteTolerance ?? 1e-9,
    seed: options.seed ?? 0,
    maximalElements: options.maximalElements ?? 256,
    atKinks: options.atKinks ?? 'reject',
  };
  const variables = variableEntries(options.variables);
  const values = [...inputs, ...variables.map(([, variable]) => variable)];
  const ofInputs = floatResults('checkGradients', f as unknown as UserFunction);
  const point = atPoint(
    withVariables(
      ofInputs,
      variables.map(([, variable]) => variable),
    ),
    values,
  );
  if (point.differentiated.length === 0) {
    throw new TypeError(
      `checkGradients: none of the ${values.length} inputs is a float tensor, so there is nothing to differentiate; ` +
        'give at least one float64 tensor',
    );
  }
  const notes = values.some(({ dtype }) => dtype === 'float32')
    ? ['float32 inputs were cast to float64 for the check']
    : [];
  const nameOf = (input: number): string => inputName(input, inputs.length, options.names ?? [], variables);
  const checkOrder = (checked: FunctionAtPoint, order: 1 | 2): Comparison => {
    const comparison = compare(checked, settings);
    const { finding } = comparison;
    if (finding === undefined) return comparison;
    refuseRandomness(point);
    throw explain({ point: checked, finding, order, culprit: locate(point, order, settings), nameOf, notes });
  };
  const first = checkOrder(point, 1);
  // Reverse mode is right, so forward mode is where it is its transpose.
  if (options.forward) assertTransposed('checkGradients', point, { seed: settings.seed });
  if (options.order !== 2) return { elements: first.elements, notes };
  const second = checkOrder(gradientAtPoint(point, first.cotangents), 2);
  return { elements: first.elements + second.elements, notes };
}

function inputName(
  input: number,
  count: number,
  names: readonly string[],
  variables: readonly (readonly [name: string, variable: unknown])[],
): string {
  if (input < count) {
    const name = names[input];
    return name === undefined ? `input ${input}` : `input ${input} '${name}'`;
  }
  const variable = variables[input - count];
  return variable === undefined ? 'the cotangent' : `the Variable '${variable[0]}'`;
}

/** Differences of a function that draws new numbers at each call mean nothing. */
function refuseRandomness({ f, inputs }: FunctionAtPoint): void {
  const [first, second] = read([f(...inputs), f(...inputs)]) as [Float64Array, Float64Array];
  if (first.every((value, index) => Object.is(value, second[index]))) return;
  throw new TypeError(
    'checkGradients: the function gives other values each time it is called on the same inputs; ' +
      'make its random draws repeat, for example with a generator that is made anew inside the function',
  );
}
