import type { AnyTensor, DType, Shape } from '@adjoint/core';
import type { ReadOptions } from './elements/decode.js';

/** What a file says of a tensor, before its elements are read. */
export interface TensorInfo {
  readonly shape: Shape;
  /** What it becomes when it is read; undefined where it cannot be. */
  readonly dtype: DType | undefined;
  /** How its elements are stored, in the format's own words: 'BF16', '>f8'. */
  readonly stored: string;
  /** How many bytes its elements take. */
  readonly bytes: number;
}

/** A file of named tensors whose elements are read when they are asked for. Everything else was read and checked. */
export interface TensorFile {
  /** What there is, in the order of the file. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /**
   * Reads one tensor.
   *
   * @throws RangeError where there is none of that name
   * @throws FormatError where the elements cannot be read or do not fit
   */
  read(name: string, options?: ReadOptions): Promise<AnyTensor>;
  /** Reads all tensors: a state dict. */
  readAll(options?: ReadOptions): Promise<Record<string, AnyTensor>>;
}

/** Reads every tensor of a file, one after the other. */
export async function readAllTensors(
  names: Iterable<string>,
  read: (name: string) => Promise<AnyTensor>,
): Promise<Record<string, AnyTensor>> {
  const entries: [string, AnyTensor][] = [];
  for (const name of names) entries.push([name, await read(name)]);
  // Defines properties, so that a tensor that is called __proto__ is one of them.
  return Object.fromEntries(entries);
}

/** The entry of a name, or an error that lists what there is. */
export function lookUp<T>(format: string, entries: ReadonlyMap<string, T>, name: string): T {
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  const names = [...entries.keys()];
  const listed =
    names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ');
  throw new RangeError(`${format}: there is no tensor '${name}'; there is ${listed || 'none at all'}`);
}
