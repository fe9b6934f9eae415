import { type FileHandle, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import type { Chunks } from '../source/concatenate.js';
import { mostAtOnce } from './file-source.js';
import { claimTemporaryPath, releaseTemporaryPath, removeLeftovers } from './temporary-path.js';

/**
 * Writes a file, whole or not at all: a process that is killed at any moment leaves what was there before or the new file,
 * and so does a machine that loses power, as far as its disk keeps what it has confirmed.
 *
 * The content goes to a file beside it, is forced to the disk, and takes its name then; last, the folder is forced to the
 * disk. After an error there is what was there before. What killed processes have left beside it is removed.
 */
export async function writeFileAtomically(path: string, chunks: Chunks): Promise<void> {
  const target = await followLink(path);
  await removeLeftovers(target);
  const temporary = claimTemporaryPath(target);
  try {
    await writeThrough(temporary, chunks);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    releaseTemporaryPath(temporary);
  }
  await syncFolder(dirname(target));
}

/** A link keeps pointing where it does. */
async function followLink(path: string): Promise<string> {
  return realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return path;
    throw error;
  });
}

/** Writes a new file, which is on the disk when this ends. */
async function writeThrough(path: string, chunks: Chunks): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    for await (const chunk of chunks) await writeAll(handle, chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A call may write less than it is given. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, Math.min(bytes.length - done, mostAtOnce));
    done += bytesWritten;
  }
}

/** Forces a folder's list of names to the disk. Windows does so by itself and lets nobody open a folder. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
