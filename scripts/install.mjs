import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './execute.mjs';
import { root } from './root.mjs';

const stamp = join(root, 'node_modules', '.adjoint-installed');

/** A digest of everything that decides what an installation contains. */
function fingerprint() {
  const workspaces = ['packages', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')),
  );
  const files = [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    join('conformance', 'package.json'),
    join('benchmarks', 'package.json'),
    join('browser', 'package.json'),
    ...workspaces,
  ];
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of files.filter((name) => existsSync(join(root, name))).sort()) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** Installs what the lockfile names, with the pinned pnpm, unless that is in place; resolves to the exit code. */
export async function install() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0;
  const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const packageManager = `pnpm@${config.pnpm}`;
  console.error(`Installing dependencies with ${packageManager} …`);
  const code = await execute('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], { output: 'stderr' });
  if (code === 0) writeFileSync(stamp, wanted);
  return code;
}
