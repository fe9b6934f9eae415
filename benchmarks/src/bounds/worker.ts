// A worker of `inParallel`: does its share of each turn.
import { parentPort, workerData } from 'node:worker_threads';
import { begun, finished, type MakeShare, turnCell, type WorkerTask } from './parallel.js';

/** How long it looks for the next turn before it sleeps. */
const spinMs = 1;

const { module, problem, parts, control } = workerData as WorkerTask;
const { makeShare } = (await import(module)) as { readonly makeShare: MakeShare };
const share = await makeShare(problem, parts);
parentPort?.postMessage('ready');

for (let turns = 0; ; turns++) {
  const start = performance.now();
  while (Atomics.load(control, begun) === turns) {
    if (performance.now() - start > spinMs) Atomics.wait(control, begun, turns);
  }
  share(Atomics.load(control, turnCell));
  Atomics.add(control, finished, 1);
}
