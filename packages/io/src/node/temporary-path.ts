import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { threadId } from 'node:worker_threads';

/** What this thread is writing to now. */
const active = new Set<string>();
let count = 0;

/** Without what separates the parts of a name. */
const host = hostname().replaceAll(/[^A-Za-z0-9-]/g, '-');

/** After that, nobody is taken to be still writing. */
const longestWrite = 24 * 60 * 60 * 1000;

/** A path beside a file that nobody else writes to, in this process or another: it names who does. */
export function claimTemporaryPath(target: string): string {
  const path = join(dirname(target), `${prefixOf(target)}${host}.${process.pid}.${threadId}.${count++}.tmp`);
  active.add(path);
  return path;
}

/** The path is not written to any more. */
export function releaseTemporaryPath(path: string): void {
  active.delete(path);
}

/** Removes the temporary files of a file whose writers were killed. */
export async function removeLeftovers(target: string): Promise<void> {
  const folder = dirname(target);
  const prefix = prefixOf(target);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const writer = /^([A-Za-z0-9-]+)\.(\d+)\.(\d+)\.\d+\.tmp$/.exec(name.slice(prefix.length));
    if (writer === null) continue;
    const path = join(folder, name);
    const [, onHost, pid, thread] = writer;
    if (await isLeftOver(path, onHost as string, Number(pid), Number(thread))) await rm(path, { force: true });
  }
}

async function isLeftOver(path: string, onHost: string, pid: number, thread: number): Promise<boolean> {
  if (onHost === host && pid === process.pid && thread === threadId) return !active.has(path);
  if (onHost === host && pid !== process.pid && !isRunning(pid)) return true;
  const written = await stat(path).catch(() => undefined);
  return written !== undefined && Date.now() - written.mtimeMs > longestWrite;
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 is never delivered.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be asked.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function prefixOf(target: string): string {
  return `.${basename(target)}.`;
}
