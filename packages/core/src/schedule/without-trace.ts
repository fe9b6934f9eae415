import { recent } from '../graph/node.js';
import type { AnyTensor } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';

/**
 * Does something with the graph below some nodes that builds nodes and counts visits, and takes both back: what
 * evaluation and steps go by is as before.
 */
export function withoutTrace<Result>(nodes: readonly AnyTensor[], work: () => Result): Result {
  const remembered = recent.nodes.length;
  const before = topologicalOrder(nodes, ({ inputs }) => inputs).order.map((node) => ({
    node,
    uses: node.uses,
    visits: node.visits,
  }));
  try {
    return work();
  } finally {
    for (const { node, uses, visits } of before) {
      node.uses = uses;
      node.visits = visits;
    }
    recent.nodes.length = remembered;
  }
}
