import type { AnyTensor } from '@adjoint/core';
import type { NamedTensors } from '../elements/capture.js';
import type { ReadOptions } from '../elements/decode.js';
import { npyChunks } from '../npy/encode-npy.js';
import { readNpy } from '../npy/read-npy.js';
import { type NpzEncoding, npzChunks } from '../npz/encode-npz.js';
import { type NpzOptions, openNpz } from '../npz/open-npz.js';
import { type SafetensorsOptions, safetensorsChunks } from '../safetensors/encode-safetensors.js';
import { openSafetensors } from '../safetensors/open-safetensors.js';
import { withFile } from './file-source.js';
import { writeFileAtomically } from './write-file.js';

/** All tensors of a safetensors file; see `openSafetensors`. */
export async function loadSafetensors(path: string, options?: ReadOptions): Promise<Record<string, AnyTensor>> {
  return withFile(path, async (file) => (await openSafetensors(file)).readAll(options));
}

/** Writes a safetensors file, whole or not at all; see `encodeSafetensors`. Memory is needed for one tensor at a time. */
export async function saveSafetensors(
  path: string,
  tensors: NamedTensors,
  options?: SafetensorsOptions,
): Promise<void> {
  await writeFileAtomically(path, safetensorsChunks(tensors, options));
}

/** All arrays of an npz file; see `openNpz`. */
export async function loadNpz(
  path: string,
  options: NpzOptions & ReadOptions = {},
): Promise<Record<string, AnyTensor>> {
  return withFile(path, async (file) => (await openNpz(file, options)).readAll(options));
}

/** Writes an npz file, whole or not at all; see `encodeNpz`. Memory is needed for one tensor at a time. */
export async function saveNpz(path: string, tensors: NamedTensors, options?: NpzEncoding): Promise<void> {
  await writeFileAtomically(path, npzChunks(tensors, options));
}

/** The array of an npy file; see `readNpy`. */
export async function loadNpy(path: string, options?: ReadOptions): Promise<AnyTensor> {
  return withFile(path, (file) => readNpy(file, options));
}

/** Writes an npy file, whole or not at all; see `encodeNpy`. */
export async function saveNpy(path: string, tensor: AnyTensor): Promise<void> {
  await writeFileAtomically(path, npyChunks(tensor));
}
