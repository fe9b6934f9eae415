import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peersFolder } from './folders.js';
import type { Detected } from './system.js';

/** The peers from npm, with the package that each of them is. */
export const javascriptPeers: Readonly<Record<string, string>> = {
  tfjs: '@tensorflow/tfjs',
  'jax-js': '@jax-js/jax',
  onnxruntime: 'onnxruntime-node',
};

/** Collections can be forced; and the stack is large enough for peers that walk a graph recursively. */
const nodeOptions = ['--expose-gc', '--stack-size=6000'];

/** A peer from npm, if it is installed in the peers' folder. */
export function detectJavaScriptPeer(name: string, folder: string = peersFolder): Detected {
  const packageName = javascriptPeers[name] as string;
  let version: string;
  try {
    const manifest = readFileSync(join(folder, 'node_modules', packageName, 'package.json'), 'utf8');
    ({ version } = JSON.parse(manifest) as { version: string });
  } catch {
    return { name, reason: `${packageName} is not installed; npm run bench -- --install-peers installs it` };
  }
  return {
    name,
    role: 'peer',
    command: process.execPath,
    args: [...nodeOptions, join(folder, name, 'main.mjs')],
    versions: { [packageName]: version },
  };
}
