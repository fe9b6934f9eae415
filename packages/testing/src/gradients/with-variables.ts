import { type AnyTensor, Variable } from '@adjoint/core';
import type { ListFunction } from './function-at-point.js';

/** Variables that a function reads, by the names that errors use. */
export type NamedVariables = Readonly<Record<string, Variable>> | readonly Variable[];

/** The Variables with their names: the keys, or their labels. */
export function variableEntries(
  variables: NamedVariables | undefined,
): (readonly [name: string, variable: Variable])[] {
  if (variables === undefined) return [];
  if (!Array.isArray(variables)) return Object.entries(variables);
  return (variables as readonly Variable[]).map((variable, index) => [
    variable.label === '' ? `variable ${index}` : variable.label,
    variable,
  ]);
}

/**
 * A function that reads Variables as a function of their values too: these are its last inputs. While it builds its
 * graph, each Variable is bound to the input in its place.
 */
export function withVariables(f: ListFunction, variables: readonly Variable[]): ListFunction {
  if (variables.length === 0) return f;
  return (...all) => {
    const count = all.length - variables.length;
    const before = variables.map(({ binding }) => binding);
    variables.forEach((variable, index) => {
      variable.binding = all[count + index] as AnyTensor;
    });
    try {
      return f(...all.slice(0, count)).map((result) => (result instanceof Variable ? result.binding : result));
    } finally {
      variables.forEach((variable, index) => {
        variable.binding = before[index] as AnyTensor;
      });
    }
  };
}
