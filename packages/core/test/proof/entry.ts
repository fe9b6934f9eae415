import type { AnyTensor, Shape } from '@adjoint/core';
import type * as fc from 'fast-check';
import type { DTypeRule } from './dtype-rules.js';

/** One drawn call of an op: the tensors it takes, everything else fixed, and what must come out. */
export interface Call {
  readonly inputs: readonly AnyTensor[];
  readonly f: (...inputs: AnyTensor[]) => Results;
  /** The shape of each result, worked out without the library. */
  readonly shapes: readonly Shape[];
  /** The dtype of all results for any dtypes of the inputs. */
  readonly dtype: DTypeRule;
}

export type Results = AnyTensor | readonly AnyTensor[];

/** An op of the matrix. Float inputs are drawn in float64, away from kinks; the others do not vary. */
export interface Entry {
  /** The exported function itself: the matrix is complete where every op has an entry. */
  readonly op: unknown;
  /** Tells several entries of one op apart. */
  readonly variant?: string;
  readonly calls: fc.Arbitrary<Call>;
  /**
   * How many derivatives equal finite differences: 2 where the function is smooth around what is drawn, 1 where the
   * second would only repeat that it is constant, 0 where no gradient passes, be it because the result is no float or by
   * definition.
   */
  readonly order: 0 | 1 | 2;
  /** Whether the inputs broadcast together. */
  readonly broadcasts: boolean;
}

/** An entry with what is usual unless said otherwise: smooth, and inputs that do not broadcast. */
export function entry(
  op: unknown,
  calls: fc.Arbitrary<Call>,
  options: { readonly variant?: string; readonly order?: 0 | 1 | 2; readonly broadcasts?: boolean } = {},
): Entry {
  return { order: 2, broadcasts: false, ...options, op, calls };
}

export function resultsOf(call: Call, inputs: readonly AnyTensor[] = call.inputs): readonly AnyTensor[] {
  const results = call.f(...inputs);
  return Array.isArray(results) ? (results as readonly AnyTensor[]) : [results as AnyTensor];
}
