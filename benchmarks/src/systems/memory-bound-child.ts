// The process of the system `bound-memory`: moves as many bytes as a workload must at least read and write.
import type { Problem } from '../problems.js';
import { UnsupportedError } from '../protocol.js';
import { serve } from '../serve.js';

await serve((problem) => {
  const { length } = new Float32Array(trafficOf(problem) / 8);
  const sources = Array.from({ length: problem.sets }, (_, set) => new Float32Array(length).fill(set + 1));
  const targets = sources.map(() => new Float32Array(length));
  let last = 0;
  return {
    run(turn) {
      last = turn % problem.sets;
      (targets[last] as Float32Array).set(sources[last] as Float32Array);
    },
    read: () => ({ element: (targets[last] as Float32Array)[length - 1] as number }),
  };
});

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
