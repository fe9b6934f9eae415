import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointChunks } from '../checkpoint/encode-checkpoint.js';
import type { CheckpointParts } from '../checkpoint/parts.js';
import { writeFileAtomically } from './write-file.js';

/** How a {@link CheckpointFolder} is kept. */
export interface CheckpointFolderOptions {
  /** How many checkpoints stay, the latest ones; 3 unless given. */
  readonly keep?: number;
}

/** A checkpoint in a folder. */
export interface SavedCheckpoint {
  readonly step: number;
  readonly path: string;
}

/** Enough for the names to be in the order of the steps. */
const digits = 9;

/**
 * The last checkpoints of a run, in a folder of their own, each with the number of its step in its name.
 *
 * @example
 * const checkpoints = new CheckpointFolder('runs/7', { keep: 5 });
 * const latest = await checkpoints.latest();
 * if (latest !== undefined) ({ position } = await loadCheckpoint(latest.path, { model, optimizer, position }));
 * // … and every so often:
 * await checkpoints.save(optimizer.stepCount, { model, optimizer, position });
 */
export class CheckpointFolder {
  readonly path: string;
  readonly keep: number;

  /** @throws RangeError where `keep` is no integer of at least 1, nor Infinity */
  constructor(path: string, { keep = 3 }: CheckpointFolderOptions = {}) {
    if (!(keep >= 1 && (Number.isInteger(keep) || keep === Number.POSITIVE_INFINITY))) {
      throw new RangeError(`CheckpointFolder: keep must be an integer of at least 1, or Infinity, got ${keep}`);
    }
    this.path = path;
    this.keep = keep;
  }

  /**
   * Writes the checkpoint of a step and removes those that are too many, the oldest ones. The folder is made where there
   * is none.
   *
   * @returns where it is
   * @throws RangeError where there is one of a later step: a resumed run would go on from that one
   */
  async save(step: number, parts: CheckpointParts): Promise<string> {
    if (!Number.isSafeInteger(step) || step < 0) {
      throw new RangeError(`CheckpointFolder: the step must be an integer of at least 0, got ${step}`);
    }
    // Before anything is waited for: the parts are taken as they are at the call.
    const chunks = checkpointChunks(parts);
    const existing = await this.list();
    const later = existing.filter((checkpoint) => checkpoint.step > step);
    if (later.length > 0) {
      throw new RangeError(
        `CheckpointFolder: ${this.path} has a checkpoint of step ${later.at(-1)?.step}, later than ${step}; a resumed run ` +
          'would go on from there. Remove the later ones, or use another folder',
      );
    }
    await mkdir(this.path, { recursive: true });
    const path = join(this.path, `step-${String(step).padStart(digits, '0')}.safetensors`);
    await writeFileAtomically(path, chunks);
    const others = existing.filter((checkpoint) => checkpoint.step < step);
    for (const old of others.slice(0, Math.max(0, others.length - (this.keep - 1))))
      await rm(old.path, { force: true });
    return path;
  }

  /** What there is, the oldest first. */
  async list(): Promise<SavedCheckpoint[]> {
    const names = await readdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const found = names.flatMap((name): SavedCheckpoint[] => {
      const step = /^step-(\d+)\.safetensors$/.exec(name)?.[1];
      return step === undefined ? [] : [{ step: Number(step), path: join(this.path, name) }];
    });
    return found.sort((a, b) => a.step - b.step);
  }

  /** The last one, if any. */
  async latest(): Promise<SavedCheckpoint | undefined> {
    return (await this.list()).at(-1);
  }
}
