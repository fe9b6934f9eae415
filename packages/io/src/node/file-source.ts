import { open, stat } from 'node:fs/promises';
import type { ByteSource } from '../source/byte-source.js';

/** An open file. */
export interface FileSource extends ByteSource {
  /** Closes it; reading is an error from then on. */
  close(): Promise<void>;
}

/**
 * Opens a file to read from it at any place, as `openSafetensors` and the like do.
 *
 * @example
 * const file = await openFile('model.safetensors');
 * const weights = await openSafetensors(file);
 * const embedding = await weights.read('embedding.weight');
 * await file.close();
 *
 * @throws Error where there is no such file, or it is a folder, a pipe or the like
 */
export async function openFile(path: string): Promise<FileSource> {
  // Before it is opened: opening a pipe would wait for somebody to write to it.
  const found = await stat(path);
  if (!found.isFile()) throw new Error(`openFile: ${path} is no file, but a folder, a pipe or a device`);
  const handle = await open(path, 'r');
  // It may be another by now.
  const { size } = await handle.stat();
  return {
    name: path,
    size,
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(bytes, done, Math.min(length - done, mostAtOnce), offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.subarray(0, done);
    },
    close: () => handle.close(),
  };
}

/** What every system reads or writes in one call. */
export const mostAtOnce: number = 2 ** 30;

/** Opens a file, uses it and closes it. */
export async function withFile<T>(path: string, use: (file: FileSource) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
