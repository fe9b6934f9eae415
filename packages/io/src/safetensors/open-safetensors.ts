import type { AnyTensor } from '@adjoint/core';
import { decodeElements, type ReadOptions } from '../elements/decode.js';
import { isStoredType, readableTypes } from '../elements/stored-type.js';
import type { Readable } from '../source/byte-source.js';
import { Reader } from '../source/reader.js';
import { lookUp, readAllTensors, type TensorFile } from '../tensor-file.js';
import { mostHeaderBytes, parseHeader } from './parse-header.js';

/** A safetensors file. Its tensors are read when they are asked for. */
export interface SafetensorsFile extends TensorFile {
  /** What the writer said besides the tensors. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Opens a safetensors file: reads and checks the header, and no more.
 *
 * The file is 8 bytes with the length of the header (little-endian), the header (JSON: names, types, shapes, places), and
 * the elements of all tensors, row-major and little-endian.
 *
 * @example
 * const file = await openSafetensors(await (await fetch('model.safetensors')).arrayBuffer());
 * model.loadStateDict(await file.readAll());
 *
 * @throws FormatError where anything about it is wrong
 */
export async function openSafetensors(from: Readable): Promise<SafetensorsFile> {
  const reader = new Reader('safetensors', from);
  const fail = (problem: string): never => reader.fail(problem);
  const start = await reader.read(0, 8, 'the length of the header');
  const claimed = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (claimed > mostHeaderBytes || claimed > reader.size - 8) {
    fail(
      `it claims a header of ${claimed} bytes; there are ${reader.size - 8}, and a header may have ${mostHeaderBytes}`,
    );
  }
  const headerBytes = Number(claimed);
  const dataStart = 8 + headerBytes;
  const header = await reader.read(8, headerBytes, 'the header');
  const { metadata, entries } = parseHeader(header, reader.size - dataStart, fail);

  const read = async (name: string, options: ReadOptions = {}): Promise<AnyTensor> => {
    const { shape, stored, bytes: length, start: offset } = lookUp('safetensors', entries, name);
    if (!isStoredType(stored)) return fail(`tensor '${name}' is ${stored}; only these can be read: ${readableTypes}`);
    const bytes = await reader.read(dataStart + offset, length, `tensor '${name}'`);
    return decodeElements({ type: stored, shape, bytes, isLittleEndian: true }, options, (problem) =>
      fail(`tensor '${name}': ${problem}`),
    );
  };
  return {
    metadata,
    tensors: entries,
    read,
    readAll: (options) => readAllTensors(entries.keys(), (name) => read(name, options)),
  };
}
