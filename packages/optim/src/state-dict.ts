import { type AnyTensor, showShape, Tensor, type Variable } from '@adjoint/core';
import { nameOf } from './parameters.js';

/** What a checkpoint keeps of one parameter's updates. */
export interface ParameterState {
  /** How often the parameter was updated. */
  readonly step: number;
  /** The state of the transforms, by name, such as `momentum.velocity`. */
  readonly state: Readonly<Record<string, AnyTensor>>;
}

/** What a checkpoint keeps of an optimizer. */
export interface OptimizerStateDict {
  /** How many steps were made. */
  readonly step: number;
  /** One entry a parameter, in the optimizer's order. */
  readonly parameters: readonly ParameterState[];
}

/** A parameter and the state Variables of its transforms. */
export interface Slot {
  readonly parameter: Variable;
  readonly state: Readonly<Record<string, Variable>>;
}

/** Throws an error that lists everything in which the state does not fit; what was loaded may be anything. */
export function checkStateDict(slots: readonly Slot[], dict: OptimizerStateDict): void {
  const problems: string[] = [];
  const loaded = dict as Partial<OptimizerStateDict> | null;
  if (!isCount(loaded?.step)) problems.push(`step must be an integer of at least 0, got ${show(loaded?.step)}`);
  const entries: unknown = loaded?.parameters;
  if (!Array.isArray(entries)) {
    problems.push(
      `parameters must be a list with one entry for each of ${slots.length} parameters, got ${show(entries)}`,
    );
  } else if (entries.length !== slots.length) {
    problems.push(`there are ${slots.length} parameters, but the state of ${entries.length}`);
  } else {
    slots.forEach((slot, index) => {
      const entry = entries[index] as Partial<ParameterState> | null;
      for (const problem of entryProblems(slot, entry)) problems.push(`${nameOf(slot.parameter, index)}: ${problem}`);
    });
  }
  if (problems.length > 0) {
    throw new TypeError(
      `loadStateDict: the state does not fit this optimizer, and nothing was loaded:\n${problems.map((each) => `- ${each}`).join('\n')}`,
    );
  }
}

function entryProblems({ state }: Slot, entry: Partial<ParameterState> | null): string[] {
  const problems: string[] = [];
  if (!isCount(entry?.step)) problems.push(`step must be an integer of at least 0, got ${show(entry?.step)}`);
  const loaded: unknown = entry?.state;
  if (typeof loaded !== 'object' || loaded === null) {
    return [...problems, `state must be an object of tensors, got ${show(loaded)}`];
  }
  for (const [name, variable] of Object.entries(state)) {
    if (!Object.hasOwn(loaded, name)) {
      problems.push(`'${name}' is missing`);
      continue;
    }
    const tensor: unknown = (loaded as Record<string, unknown>)[name];
    if (!(tensor instanceof Tensor)) problems.push(`'${name}' must be a tensor, got ${show(tensor)}`);
    else if (signature(tensor) !== signature(variable)) {
      problems.push(`'${name}' must be ${signature(variable)}, got ${signature(tensor)}`);
    }
  }
  for (const name of Object.keys(loaded)) {
    if (!Object.hasOwn(state, name)) problems.push(`'${name}' is unknown; these transforms have no such state`);
  }
  return problems;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function signature(tensor: AnyTensor): string {
  return `${tensor.dtype} ${showShape(tensor.shape)}`;
}

function show(value: unknown): string {
  if (value === null || typeof value === 'number') return String(value);
  return Array.isArray(value) ? 'an array' : typeof value;
}
