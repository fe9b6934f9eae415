import { adjointBackends } from './adjoint-backends.js';
import { compiled } from './folders.js';
import { detectJavaScriptPeer, javascriptPeers } from './javascript-peer.js';
import type { Detected } from './system.js';
import { detectTorch } from './torch.js';

/** The names of all peers, in the order of the table's columns. */
export const peerNames: readonly string[] = ['torch', ...Object.keys(javascriptPeers)];

/** Every system that was asked for, or why it is not there. The reference backend is for small workloads alone. */
export async function detectSystems(peers: readonly string[], referenceEverywhere: boolean): Promise<Detected[]> {
  const adjoint = Object.entries(adjointBackends).map(
    ([name, make]): Detected =>
      make === undefined
        ? { name, reason: 'this version of Adjoint does not have it' }
        : {
            name,
            role: 'adjoint',
            command: process.execPath,
            args: ['--expose-gc', compiled('./adjoint-child.js'), name],
            versions: {},
            smallOnly: name === 'adjoint-reference' && !referenceEverywhere,
          },
  );
  const others = peers.map((name) => (name === 'torch' ? detectTorch() : detectJavaScriptPeer(name)));
  const bound: Detected = {
    name: 'bound-memory',
    role: 'bound',
    command: process.execPath,
    args: [compiled('./memory-bound-child.js')],
    versions: {},
  };
  return [...adjoint, ...(await Promise.all(others)), bound];
}
