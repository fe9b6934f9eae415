import { type AnyTensor, evaluate } from '@adjoint/core';
import type { ReadOptions } from '../elements/decode.js';
import { storedTypes } from '../elements/stored-type.js';
import { decodeNpy } from '../npy/decode-npy.js';
import { locateHeader, type NpyHeader, parseHeader } from '../npy/parse-header.js';
import type { Readable } from '../source/byte-source.js';
import { Reader } from '../source/reader.js';
import { lookUp, readAllTensors, type TensorFile, type TensorInfo } from '../tensor-file.js';
import { readZipDirectory, type ZipEntry } from './zip-directory.js';
import { readEntry, readEntryStart } from './zip-reader.js';

/** How far a file is trusted. */
export interface NpzOptions {
  /**
   * How many bytes compressed arrays may take when they are read, one by one or with `readAll` together. Unless given, it
   * is 16 times the size of the file, and at least 64 MiB.
   */
  readonly maxInflatedBytes?: number;
}

interface NpzEntry extends TensorInfo {
  readonly entry: ZipEntry;
  readonly header: NpyHeader;
  /** Bytes before the elements. */
  readonly headerBytes: number;
}

const extension = '.npy';
/** Most headers are no longer. */
const usualHeaderBytes = 128;
const leastAllowance = 64 * 2 ** 20;
const allowedExpansion = 16;

/**
 * Opens an npz file, the format of NumPy's `savez` and `savez_compressed`: a zip file of npy files. The directory and each
 * array's header are read and checked; elements are read when they are asked for.
 *
 * @throws FormatError where anything about it is wrong
 */
export async function openNpz(from: Readable, options: NpzOptions = {}): Promise<TensorFile> {
  const reader = new Reader('npz', from);
  const allowance = options.maxInflatedBytes ?? Math.max(leastAllowance, allowedExpansion * reader.size);
  const entries = new Map<string, NpzEntry>();
  for (const entry of await readZipDirectory(reader)) {
    if (!entry.name.endsWith(extension)) refuseEntry(reader, entry.name);
    entries.set(entry.name.slice(0, -extension.length), await readHeader(reader, entry));
  }

  const read = async (name: string, readOptions: ReadOptions = {}): Promise<AnyTensor> => {
    const { entry, header, headerBytes, dtype } = lookUp('npz', entries, name);
    allow(reader, entry.isDeflated ? entry.size : 0, allowance, `array '${name}'`);
    const fail = (problem: string): never => reader.fail(`array '${name}': ${problem}`);
    const bytes = dtype === undefined ? new Uint8Array(0) : (await readEntry(reader, entry)).subarray(headerBytes);
    return evaluate(decodeNpy(header, bytes, readOptions, fail));
  };
  const readAll = async (readOptions?: ReadOptions): Promise<Record<string, AnyTensor>> => {
    const inflated = [...entries.values()].reduce((sum, { entry }) => sum + (entry.isDeflated ? entry.size : 0), 0);
    allow(reader, inflated, allowance, 'all arrays together');
    return readAllTensors(entries.keys(), (name) => read(name, readOptions));
  };
  return { tensors: entries, read, readAll };
}

async function readHeader(reader: Reader, entry: ZipEntry): Promise<NpzEntry> {
  const fail = (problem: string): never => reader.fail(`entry '${entry.name}': ${problem}`);
  let start = await readEntryStart(reader, entry, usualHeaderBytes);
  const text = locateHeader(start, fail);
  if (start.length < text.end) start = await readEntryStart(reader, entry, text.end);
  if (start.length < text.end) fail('it is cut short in its header');
  const header = parseHeader(start.subarray(text.start, text.end), fail);
  const bytes = entry.size - text.end;
  if (header.bytes !== undefined && header.bytes !== bytes) {
    fail(`${header.descr} [${header.shape.join(', ')}] needs ${header.bytes} bytes, but ${bytes} follow the header`);
  }
  const dtype = header.type === undefined ? undefined : storedTypes[header.type].dtype;
  return { shape: header.shape, dtype, stored: header.descr, bytes, entry, header, headerBytes: text.end };
}

function allow(reader: Reader, bytes: number, allowance: number, what: string): void {
  if (bytes <= allowance) return;
  reader.fail(
    `${what} would inflate to ${bytes} bytes, more than ${allowance}; if you trust it, open it with ` +
      `{ maxInflatedBytes: ${bytes} }`,
  );
}

function refuseEntry(reader: Reader, name: string): never {
  const isTorch = name.endsWith('data.pkl');
  const hint = isTorch
    ? '; it was written by torch.save: write the weights with safetensors or numpy.savez, since pickles run what they hold'
    : '';
  return reader.fail(`entry '${name}' is no ${extension} file${hint}`);
}
