import { type AnyTensor, bytesPerElement, sizeOf } from '@adjoint/core';
import { captureTensors, type NamedTensors } from '../elements/capture.js';
import { encodeElements } from '../elements/encode.js';
import { writtenAs } from '../elements/stored-type.js';
import { type Chunks, concatenate } from '../source/concatenate.js';
import { encodeText, isWellFormed } from '../source/text.js';
import { metadataKey, mostHeaderBytes } from './parse-header.js';

/** What a safetensors file may hold besides tensors. */
export interface SafetensorsOptions {
  /** Texts by name. Some programs ask for `{ format: 'pt' }`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * A safetensors file as bytes. Tensors and metadata of the same names and values make the same bytes, in whatever order
 * they come: wide elements first, so that all are aligned, then by name.
 *
 * The tensors are taken as they are at the call.
 *
 * @throws TypeError where something is no tensor, or a name or text cannot be written
 */
export async function encodeSafetensors(
  tensors: NamedTensors,
  options: SafetensorsOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return concatenate(safetensorsChunks(tensors, options));
}

/** The pieces of a safetensors file: the header, then tensor after tensor. The tensors are taken now. */
export function safetensorsChunks(tensors: NamedTensors, { metadata = {} }: SafetensorsOptions = {}): Chunks {
  const sorted = [...captureTensors('safetensors', tensors)].sort(
    ([a, x], [b, y]) => rank(y) - rank(x) || compare(a, b),
  );
  const header = encodeHeader(sorted, metadata);
  return (async function* () {
    yield header;
    for (const [, tensor] of sorted) yield await encodeElements(tensor);
  })();
}

/** Wide elements come before narrow ones; among equally wide ones the order is fixed. */
const ranks: readonly string[] = ['bool', 'uint8', 'int32', 'float32', 'float64'];

function rank({ dtype }: AnyTensor): number {
  return ranks.indexOf(dtype);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function encodeHeader(
  tensors: readonly [string, AnyTensor][],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const members: string[] = [];
  const texts = Object.entries(metadata).sort(([a], [b]) => compare(a, b));
  if (texts.length > 0) {
    const pairs = texts.map(([key, value]) => `${quoted(key)}:${quoted(value)}`);
    members.push(`"${metadataKey}":{${pairs.join(',')}}`);
  }
  let offset = 0;
  for (const [name, tensor] of tensors) {
    if (name === metadataKey) throw new TypeError(`safetensors: '${metadataKey}' is no name for a tensor; rename it`);
    const { dtype, shape } = tensor;
    const end = offset + sizeOf(shape) * bytesPerElement[dtype];
    members.push(
      `${quoted(name)}:{"dtype":"${writtenAs[dtype]}","shape":[${shape.join(',')}],"data_offsets":[${offset},${end}]}`,
    );
    offset = end;
  }
  const text = encodeText(`{${members.join(',')}}`);
  // Padded, so that the elements are aligned.
  const length = Math.ceil(text.length / 8) * 8;
  if (length > mostHeaderBytes) {
    throw new RangeError(
      `safetensors: names, shapes and metadata take ${length} bytes, but may take ${mostHeaderBytes}; use several files`,
    );
  }
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, 8);
  return header;
}

function quoted(text: unknown): string {
  if (typeof text !== 'string' || !isWellFormed(text)) {
    throw new TypeError(
      `safetensors: names and metadata must be texts of whole characters, got ${JSON.stringify(text)}`,
    );
  }
  return JSON.stringify(text);
}
