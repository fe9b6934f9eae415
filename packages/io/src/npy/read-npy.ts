import { type AnyTensor, evaluate } from '@adjoint/core';
import type { ReadOptions } from '../elements/decode.js';
import type { Readable } from '../source/byte-source.js';
import { Reader } from '../source/reader.js';
import { decodeNpy } from './decode-npy.js';
import { locateHeader, longestPreamble, parseHeader } from './parse-header.js';

/**
 * Reads an npy file, the format of NumPy's `save`: versions 1 to 3, in C's or Fortran's order, of either byte order.
 *
 * @throws FormatError where anything about it is wrong, or its elements cannot be read
 */
export async function readNpy(from: Readable, options: ReadOptions = {}): Promise<AnyTensor> {
  const reader = new Reader('npy', from);
  const fail = (problem: string): never => reader.fail(problem);
  const start = await reader.read(0, Math.min(longestPreamble, reader.size), 'the start');
  const text = locateHeader(start, fail);
  const header = parseHeader(await reader.read(text.start, text.end - text.start, 'the header'), fail);
  const length = reader.size - text.end;
  if (header.bytes !== undefined && header.bytes !== length) {
    fail(`${header.descr} [${header.shape.join(', ')}] needs ${header.bytes} bytes, but ${length} follow the header`);
  }
  const bytes = header.bytes === undefined ? new Uint8Array(0) : await reader.read(text.end, length, 'the elements');
  return evaluate(decodeNpy(header, bytes, options, fail));
}
