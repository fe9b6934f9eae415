import type { AnyTensor } from '@adjoint/core';
import { safetensorsChunks } from '../safetensors/encode-safetensors.js';
import { type Chunks, concatenate } from '../source/concatenate.js';
import { encodeState } from './encode-state.js';
import { encodeManifest, manifestKey, type SavedPart } from './manifest.js';
import { type CheckpointParts, kindOf, takeState } from './parts.js';

/**
 * A checkpoint as bytes, for where there are no files. In Node, `saveCheckpoint` of `@adjoint/io/node` writes one.
 *
 * The parts are taken as they are at the call. Take it between two steps: gradients that `backward` has added up are not
 * part of it.
 *
 * @throws TypeError where something cannot be saved, naming where it stands
 */
export async function encodeCheckpoint(parts: CheckpointParts): Promise<Uint8Array<ArrayBuffer>> {
  return concatenate(checkpointChunks(parts));
}

/** The pieces of a checkpoint. The parts are taken now. */
export function checkpointChunks(parts: CheckpointParts): Chunks {
  const tensors = new Map<string, AnyTensor>();
  const saved = Object.entries(parts).map(([name, part]): [string, SavedPart] => [
    name,
    { kind: kindOf(part), state: encodeState(takeState(part), name, tensors) },
  ]);
  const metadata = { [manifestKey]: encodeManifest(new Map(saved)) };
  return safetensorsChunks(Object.fromEntries(tensors), { metadata });
}
