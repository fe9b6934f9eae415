import { checkpointChunks } from '../checkpoint/encode-checkpoint.js';
import type { CheckpointParts, RestoredData } from '../checkpoint/parts.js';
import { type RestoreOptions, restoreCheckpoint } from '../checkpoint/restore-checkpoint.js';
import { withFile } from './file-source.js';
import { writeFileAtomically } from './write-file.js';

/**
 * Writes a checkpoint, whole or not at all: whenever the process is killed, there is the old one or the new one.
 *
 * The parts are taken as they are at the call, so that training may go on while it is written. Call it between two steps:
 * gradients that `backward` has added up are not part of it.
 *
 * @example
 * await saveCheckpoint('run.safetensors', { model, optimizer, generator: defaultGenerator, position: { epoch, batch } });
 *
 * @throws TypeError where something cannot be saved, naming where it stands
 */
export async function saveCheckpoint(path: string, parts: CheckpointParts): Promise<void> {
  await writeFileAtomically(path, checkpointChunks(parts));
}

/**
 * Restores a checkpoint: modules, optimizers, generators and the like in place, all of them or, after an error, none. Data
 * is returned; what is given for it is an example of what is expected.
 *
 * @example
 * const { position } = await loadCheckpoint('run.safetensors', {
 *   model, optimizer, generator: defaultGenerator, position: { epoch: 0, batch: 0 },
 * });
 *
 * @throws FormatError where the file is damaged or no checkpoint
 * @throws Error that lists everything that does not fit: parts that are missing or unexpected, names, shapes, dtypes
 */
export async function loadCheckpoint<P extends CheckpointParts>(
  path: string,
  parts: P,
  options?: RestoreOptions,
): Promise<RestoredData<P>> {
  return withFile(path, (file) => restoreCheckpoint(file, parts, options));
}
