import type { AnyTensor } from '@adjoint/core';
import { type Comparison, type CompareSettings, compare } from './compare.js';
import { explain } from './explain.js';
import { atPoint, type FunctionAtPoint, floatResults, gradientAtPoint } from './function-at-point.js';
import { locate } from './locate.js';

/** How {@link checkGradients} checks. */
export interface GradientCheckOptions {
  /** 2 checks the gradient of ⟨projection, gradient⟩ as well, by the inputs and by the cotangent. 1 unless said otherwise. */
  readonly order?: 1 | 2;
  /** Names of the inputs for error messages. */
  readonly names?: readonly string[];
  /** Decides the projections and, for large inputs, which elements are looked at. 0 unless said otherwise. */
  readonly seed?: number;
  /** Accepted difference relative to the derivative, beyond the uncertainty of the differences. 10⁻⁷ unless said otherwise. */
  readonly relativeTolerance?: number;
  /** Accepted absolute difference. 10⁻⁹ unless said otherwise. */
  readonly absoluteTolerance?: number;
  /** An input with more elements is checked at this many of them and along one random direction. 256 unless said otherwise. */
  readonly maximalElements?: number;
  /**
   * What to do where the function has a kink: report it (the gradient is not defined there), or accept any value between
   * the one-sided derivatives. `'reject'` unless said otherwise.
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
 * @throws TypeError where there is nothing to differentiate
 */
export function checkGradients<const Inputs extends readonly AnyTensor[]>(
  f: (...inputs: Inputs) => unknown,
  inputs: Inputs,
  options: GradientCheckOptions = {},
): GradientReport {
  const settings: CompareSettings = {
    relativeTolerance: options.relativeTolerance ?? 1e-7,
    absoluteTolerance: options.absoluteTolerance ?? 1e-9,
    seed: options.seed ?? 0,
    maximalElements: options.maximalElements ?? 256,
    atKinks: options.atKinks ?? 'reject',
  };
  const point = atPoint(floatResults('checkGradients', f as unknown as (...inputs: AnyTensor[]) => unknown), inputs);
  if (point.differentiated.length === 0) {
    throw new TypeError(
      `checkGradients: none of the ${inputs.length} inputs is a float tensor, so there is nothing to differentiate; ` +
        'give at least one float64 tensor',
    );
  }
  const notes = inputs.some(({ dtype }) => dtype === 'float32')
    ? ['float32 inputs were cast to float64 for the check']
    : [];
  const nameOf = (input: number): string => {
    if (input >= inputs.length) return 'the cotangent';
    const name = options.names?.[input];
    return name === undefined ? `input ${input}` : `input ${input} '${name}'`;
  };
  const checkOrder = (checked: FunctionAtPoint, order: 1 | 2): Comparison => {
    const comparison = compare(checked, settings);
    const { finding } = comparison;
    if (finding !== undefined) {
      const culprit = locate(point, order, settings);
      throw explain({ point: checked, finding, order, culprit, nameOf, notes });
    }
    return comparison;
  };
  const first = checkOrder(point, 1);
  if (options.order !== 2) return { elements: first.elements, notes };
  const second = checkOrder(gradientAtPoint(point, first.cotangents), 2);
  return { elements: first.elements + second.elements, notes };
}
