import { type AnyTensor, Tensor, Variable } from '@adjoint/core';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Objects with one of these keys stand for what JSON has not. A key of the user's that starts so is doubled. */
export const marks = { tensor: '$tensor', number: '$number' } as const;

/** How deep states may be nested. */
export const deepestNesting = 64;

/**
 * A state as JSON, to which tensors are only named. The numbers that JSON has not (NaN, ±Infinity, −0) survive.
 *
 * @param path where it stands; a tensor gets its path as its name
 * @param tensors is given the tensors by their names
 * @throws TypeError where something in it cannot be saved, naming where it stands
 */
export function encodeState(value: unknown, path: string, tensors: Map<string, AnyTensor>, depth = 0): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return encodeNumber(value);
  if (value instanceof Tensor) return { [marks.tensor]: addTensor(value, path, tensors) };
  if (typeof value !== 'object') throw refusal(path, `${typeof value}${value === undefined ? '; use null' : ''}`);
  if (depth === deepestNesting) throw refusal(path, `something nested more than ${depth} levels deep`);
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => encodeState(item, `${path}.${index}`, tensors, depth + 1));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const hint = ArrayBuffer.isView(value) ? '; wrap it in fromArray(…)' : '';
    throw refusal(path, `an instance of ${value.constructor?.name ?? 'some class'}${hint}`);
  }
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [
    key.startsWith('$') ? `$${key}` : key,
    encodeState(item, `${path}.${key}`, tensors, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

function encodeNumber(value: number): Json {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { [marks.number]: Object.is(value, -0) ? '-0' : String(value) };
}

/** The tensor's name: its path, with a number behind where another has it, which happens where keys have dots. */
function addTensor(tensor: AnyTensor, path: string, tensors: Map<string, AnyTensor>): string {
  let name = path;
  for (let count = 2; tensors.has(name); count++) name = `${path}~${count}`;
  // What is assigned to a Variable later is not part of the checkpoint.
  tensors.set(name, tensor instanceof Variable ? tensor.stopGradient() : tensor);
  return name;
}

function refusal(path: string, what: string): TypeError {
  return new TypeError(
    `checkpoint: '${path}' is ${what}; a checkpoint holds tensors, numbers, texts, booleans and null, in arrays and plain objects`,
  );
}
