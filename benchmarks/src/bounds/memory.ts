import type { Problem } from '../problems.js';
import { UnsupportedError } from '../protocol.js';
import type { MakeShare } from './parallel.js';

/** Moves as many bytes as a workload must at least read and write. */
export const makeShare: MakeShare = async (problem, parts) => {
  const length = Math.ceil(trafficOf(problem) / 8 / parts);
  const sources = Array.from({ length: problem.sets }, (_, set) => new Float32Array(length).fill(set + 1));
  const targets = sources.map(() => new Float32Array(length));
  return (turn) => {
    const set = turn % problem.sets;
    (targets[set] as Float32Array).set(sources[set] as Float32Array);
  };
};

/** The bytes of the inputs, read once, and of the results, written once. */
function trafficOf(problem: Problem): number {
  switch (problem.kind) {
    case 'elementwise':
      return 4 * (3 + 1) * problem.elements;
    case 'softmax-ce':
      return 4 * (1 + 1) * problem.rows * problem.classes;
    default:
      throw new UnsupportedError('only for workloads that memory bounds');
  }
}
