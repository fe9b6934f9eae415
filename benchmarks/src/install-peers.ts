import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { peersFolder } from './systems/folders.js';

/**
 * Installs the peers from npm into their own folder, and resolves to npm's exit status. No scripts run: the one of
 * ONNX Runtime would download what only graphics cards need.
 */
export async function installPeers(folder: string = peersFolder): Promise<number> {
  const args = ['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];
  // npm is a .cmd file on Windows, which only a shell starts.
  const shell = process.platform === 'win32';
  const child = spawn('npm', args, { cwd: folder, shell, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
