import { type AnyTensor, evaluate, showShape, Tensor, type Variable } from '@adjoint/core';

/** Values of Variables by path. */
export type StateDict = Record<string, AnyTensor>;

/** How strict loading is. */
export interface LoadOptions {
  /** Whether missing and unexpected names are errors; true unless given. Wrong shapes and dtypes always are. */
  readonly strict?: boolean;
}

/** What loading with `{ strict: false }` passed over. */
export interface LoadReport {
  /** Variables that kept their value. */
  readonly missing: readonly string[];
  /** Names that belong to no Variable. */
  readonly unexpected: readonly string[];
}

/** The current values: later steps and assignments do not change them. */
export function captureState(variables: ReadonlyMap<string, Variable>): StateDict {
  const entries = [...variables].map(([name, variable]) => [name, variable.stopGradient()] as const);
  // Lazy, they would be lost once another tensor was built on them and two steps had passed.
  return evaluate(Object.fromEntries(entries));
}

/** Assigns the values. All of them are checked before the first is assigned, and all that is wrong is named at once. */
export function restoreState(
  kind: string,
  variables: ReadonlyMap<string, Variable>,
  state: Readonly<Record<string, AnyTensor>>,
  { strict = true }: LoadOptions = {},
): LoadReport {
  if (typeof state !== 'object' || state === null || state instanceof Tensor || Array.isArray(state)) {
    throw new TypeError(`loadStateDict: expected a record of tensors by name, as stateDict() returns it`);
  }
  const missing = [...variables.keys()].filter((name) => !Object.hasOwn(state, name));
  const unexpected = Object.keys(state).filter((name) => !variables.has(name));
  const present = [...variables].filter(([name]) => Object.hasOwn(state, name));
  const problems = present.flatMap(([name, variable]) => misfit(name, variable, state[name]));
  if (strict) {
    if (missing.length > 0) problems.unshift(`missing: ${missing.join(', ')}`);
    if (unexpected.length > 0) problems.push(`unexpected: ${unexpected.join(', ')}`);
  }
  if (problems.length > 0) {
    const lenient = strict && missing.length + unexpected.length > 0;
    const remedy = lenient ? '\nTo load only the names that match, pass { strict: false }.' : '';
    throw new Error(
      `loadStateDict: the state does not fit this ${kind}; nothing was loaded.\n  ${problems.join('\n  ')}${remedy}`,
    );
  }
  for (const [name, variable] of present) variable.assign(state[name] as AnyTensor);
  return { missing, unexpected };
}

function misfit(name: string, variable: Variable, value: unknown): string[] {
  const expected = `${variable.dtype} ${showShape(variable.shape)}`;
  if (!(value instanceof Tensor)) return [`${name}: expected a tensor, ${expected}, got ${typeof value}`];
  const got = `${value.dtype} ${showShape(value.shape)}`;
  return got === expected ? [] : [`${name}: expected ${expected}, got ${got}`];
}
