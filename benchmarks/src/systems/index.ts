import { boundSystems } from '../bounds/bounds.js';
import { detectAdjoint } from './adjoint.js';
import { detectJavaScriptPeer, javascriptPeers } from './javascript-peer.js';
import { type Detected, isMissing } from './system.js';
import { detectTorch } from './torch.js';

/** The names of all peers, in the order of the table's columns. */
export const peerNames: readonly string[] = ['torch', ...Object.keys(javascriptPeers)];

/** Every system that was asked for, or why it is not there. All that use a BLAS library use PyTorch's, if it tells. */
export async function detectSystems(peers: readonly string[], referenceEverywhere: boolean): Promise<Detected[]> {
  const others = await Promise.all(
    peers.map((name) => (name === 'torch' ? detectTorch() : detectJavaScriptPeer(name))),
  );
  const adjoint = await detectAdjoint(referenceEverywhere, libraryOf(others));
  return [...adjoint, ...others, ...boundSystems(libraryOf([...others, ...adjoint]))];
}

function libraryOf(systems: readonly Detected[]): string | undefined {
  for (const system of systems) if (!isMissing(system) && system.blasLibrary !== undefined) return system.blasLibrary;
  return undefined;
}
