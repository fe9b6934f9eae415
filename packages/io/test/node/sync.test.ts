import type * as fs from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from './folder.js';

/** What is asked of the disk, in order. Killing a process does not show whether the disk was asked; this does. */
const { log } = vi.hoisted(() => ({ log: [] as string[] }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof fs>();
  const nameOf = (path: unknown): string => basename(String(path)).replace(/^\..*\.tmp$/, 'temporary');
  return {
    ...original,
    open: async (path: string, flags: string) => {
      const handle = await original.open(path, flags);
      for (const method of ['sync', 'write', 'close'] as const) {
        const actual = handle[method].bind(handle) as (...args: unknown[]) => Promise<void>;
        handle[method] = (async (...args: unknown[]) => {
          log.push(`${method} ${nameOf(path)}`);
          return actual(...args);
        }) as never;
      }
      return handle;
    },
    rename: async (from: string, to: string) => {
      log.push(`rename ${nameOf(from)} to ${nameOf(to)}`);
      return original.rename(from, to);
    },
  };
});

const folder = temporaryFolder();

it.skipIf(process.platform === 'win32')(
  'forces the content to the disk before the name, and the name last',
  async () => {
    const { writeFileAtomically } = await import('../../src/node/write-file.js');
    await writeFileAtomically(
      join(folder, 'target'),
      (async function* () {
        yield new Uint8Array(3);
      })(),
    );
    expect(log).toEqual([
      'write temporary',
      'sync temporary',
      'close temporary',
      'rename temporary to target',
      `sync ${basename(folder)}`,
      `close ${basename(folder)}`,
    ]);
  },
);
