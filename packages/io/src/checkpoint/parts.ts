import type { Generator } from '@adjoint/core';

/** What keeps its state in a dict: a module, an optimizer, a schedule, anything with these two methods. */
export interface Stateful {
  /** The state: tensors, numbers, texts, booleans and null, in arrays and plain objects. */
  stateDict(): unknown;
  /** Goes on from such a state, or throws an error that lists what does not fit. */
  loadStateDict(state: never): unknown;
}

/** What says where it stands, and goes there: a random {@link Generator}, a sampler. */
export interface Restorable {
  state(): unknown;
  restore(state: never): unknown;
}

/**
 * Data of one's own, such as the position in the data: tensors, numbers, texts, booleans and null, in arrays and plain
 * objects. What is inside is checked at the call.
 */
export type CheckpointData = object | number | string | boolean | null;

/** What a checkpoint holds, by names of one's own. */
export type CheckpointParts = Readonly<Record<string, Stateful | Restorable | CheckpointData>>;

/** The data among the parts. The rest is restored in place. */
export type RestoredData<P extends CheckpointParts> = {
  -readonly [K in keyof P as P[K] extends Stateful | Restorable ? never : K]: Widen<P[K]>;
};

/** The type of a value whose literal is an example: 3 stands for a number. */
type Widen<T> = T extends number ? number : T extends string ? string : T extends boolean ? boolean : T;

/** How a part is taken and restored. */
export type PartKind = 'stateful' | 'restorable' | 'data';

export const partKinds: readonly PartKind[] = ['stateful', 'restorable', 'data'];

export function kindOf(part: unknown): PartKind {
  if (isStateful(part)) return 'stateful';
  return isRestorable(part) ? 'restorable' : 'data';
}

/** The state of a part as it is now. */
export function takeState(part: unknown): unknown {
  if (isStateful(part)) return part.stateDict();
  return isRestorable(part) ? part.state() : part;
}

/** Puts a part into a state. Data cannot be. */
export function putState(part: unknown, state: unknown): void {
  if (isStateful(part)) part.loadStateDict(state as never);
  else if (isRestorable(part)) part.restore(state as never);
}

function isStateful(part: unknown): part is Stateful {
  return hasMethods(part, 'stateDict', 'loadStateDict');
}

function isRestorable(part: unknown): part is Restorable {
  return hasMethods(part, 'state', 'restore');
}

function hasMethods(part: unknown, ...names: readonly string[]): boolean {
  if (typeof part !== 'object' || part === null) return false;
  return names.every((name) => typeof (part as Readonly<Record<string, unknown>>)[name] === 'function');
}
