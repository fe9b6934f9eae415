import type { AnyTensor } from '@adjoint/core';
import { openSafetensors, type SafetensorsFile } from '../safetensors/open-safetensors.js';
import type { Readable } from '../source/byte-source.js';
import { Reader } from '../source/reader.js';
import { decodeState } from './decode-state.js';
import type { Json } from './encode-state.js';
import { manifestKey, parseManifest, type SavedPart } from './manifest.js';
import { differences } from './match-template.js';
import { type CheckpointParts, kindOf, putState, type RestoredData, takeState } from './parts.js';

/** How strict restoring is. */
export interface RestoreOptions {
  /** Whether parts of the checkpoint that are not asked for are passed over; otherwise, they are an error. */
  readonly partial?: boolean;
}

/**
 * Restores the parts of a checkpoint: modules, optimizers, generators and the like in place, all of them or, after an
 * error, none. Data is returned; what is given for it is an example that says what is expected, and a start to begin with.
 *
 * @throws FormatError where the file is damaged or no checkpoint
 * @throws Error that lists everything that does not fit: parts that are missing or unexpected, names, shapes, dtypes
 */
export async function restoreCheckpoint<P extends CheckpointParts>(
  from: Readable,
  parts: P,
  { partial = false }: RestoreOptions = {},
): Promise<RestoredData<P>> {
  const reader = new Reader('checkpoint', from);
  const fail = (problem: string): never => reader.fail(problem);
  const file = await openSafetensors(from);
  const saved = parseManifest(file.metadata.get(manifestKey), fail);
  requireAllTensors(file, saved, fail);

  const problems = compareParts(parts, saved, partial);
  const states = new Map<string, unknown>();
  for (const [name, part] of Object.entries(parts)) {
    const found = saved.get(name);
    if (found?.kind === kindOf(part)) states.set(name, await readState(file, found.state, fail));
  }
  problems.push(...restoreAll(parts, states, problems.length > 0));
  if (problems.length > 0) {
    throw new Error(`checkpoint: ${reader.name} does not fit; nothing was loaded.\n  ${problems.join('\n  ')}`);
  }
  const data = [...states].filter(([name]) => kindOf(parts[name]) === 'data');
  return Object.fromEntries(data) as RestoredData<P>;
}

/** Every tensor of the file is named exactly once. */
function requireAllTensors(
  file: SafetensorsFile,
  saved: ReadonlyMap<string, SavedPart>,
  fail: (problem: string) => never,
): void {
  const named = new Set<string>();
  const note = (name: string): void => {
    if (!file.tensors.has(name)) fail(`its state names the tensor '${name}', which it does not hold`);
    if (named.has(name)) fail(`its state names the tensor '${name}' twice`);
    named.add(name);
  };
  for (const { state } of saved.values()) decodeState(state, note, fail);
  for (const name of file.tensors.keys()) if (!named.has(name)) fail(`it holds the tensor '${name}' of no part`);
}

async function readState(file: SafetensorsFile, state: Json, fail: (problem: string) => never): Promise<unknown> {
  const names: string[] = [];
  decodeState(state, (name) => names.push(name), fail);
  const tensors = new Map<string, AnyTensor>();
  for (const name of names) tensors.set(name, await file.read(name));
  return decodeState(state, (name) => tensors.get(name), fail);
}

/** Which parts are missing, unexpected, or of another kind. */
function compareParts(parts: CheckpointParts, saved: ReadonlyMap<string, SavedPart>, partial: boolean): string[] {
  const problems: string[] = [];
  for (const [name, part] of Object.entries(parts)) {
    const found = saved.get(name);
    const kind = kindOf(part);
    if (found === undefined) problems.push(`part '${name}' is missing`);
    else if (found.kind !== kind)
      problems.push(`part '${name}': expected ${methods[kind]}, got ${methods[found.kind]}`);
  }
  const unexpected = [...saved.keys()].filter((name) => !Object.hasOwn(parts, name));
  if (!partial) {
    for (const name of unexpected)
      problems.push(`part '${name}' is unexpected; pass { partial: true } to leave it out`);
  }
  return problems;
}

/** The kinds in words. */
const methods = {
  stateful: 'what has stateDict()',
  restorable: 'what has state()',
  data: 'plain data',
} as const;

/**
 * Puts the parts into their states and tells what did not fit. Where anything does not, or did not before, all are put
 * back into the states that they had.
 */
function restoreAll(parts: CheckpointParts, states: ReadonlyMap<string, unknown>, isRefused: boolean): string[] {
  const problems: string[] = [];
  const before = new Map<string, unknown>();
  for (const [name, state] of states) {
    const part = parts[name];
    if (kindOf(part) === 'data') {
      problems.push(...differences(part, state, name));
      continue;
    }
    try {
      before.set(name, takeState(part));
      putState(part, state);
    } catch (error) {
      problems.push(`part '${name}': ${messageOf(error)}`);
    }
  }
  if (!isRefused && problems.length === 0) return [];
  for (const [name, state] of before) {
    try {
      putState(parts[name], state);
    } catch (error) {
      problems.push(`part '${name}' does not take back the state that it had: ${messageOf(error)}`);
    }
  }
  return problems;
}

/** An error's message, indented below ours. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll('\n', '\n  ');
}
