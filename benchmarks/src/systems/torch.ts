import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { peersFolder } from './folders.js';
import type { Detected } from './system.js';

const run = promisify(execFile);

/** Where a Python with PyTorch may be: a distribution's package serves the system's own interpreter only. */
const candidates = ['python3', '/usr/bin/python3', 'python'];

/** What `probe.py` prints. */
interface Probe {
  readonly versions: Readonly<Record<string, string>>;
  readonly blasLibrary: string | null;
}

/** PyTorch, if an interpreter has it; $PYTHON comes first. */
export async function detectTorch(chosen: string | undefined = process.env['PYTHON']): Promise<Detected> {
  const interpreters = chosen === undefined ? candidates : [chosen];
  for (const command of interpreters) {
    try {
      const { stdout } = await run(command, [join(peersFolder, 'torch', 'probe.py')]);
      const { versions, blasLibrary } = JSON.parse(stdout) as Probe;
      return {
        name: 'torch',
        role: 'peer',
        command,
        args: [join(peersFolder, 'torch', 'main.py')],
        versions,
        ...(blasLibrary === null ? {} : { blasLibrary }),
      };
    } catch {
      // The next one may have it.
    }
  }
  return {
    name: 'torch',
    reason: `no PyTorch in ${interpreters.join(', ')}; install it (Debian: python3-torch libopenblas0-pthread), or set PYTHON`,
  };
}
