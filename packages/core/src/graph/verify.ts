import { knownElements } from './known-elements.js';
import { resolve } from './node.js';
import { sameShape, showShape, sizeOf } from './shape.js';
import { type AnyTensor, Flag, has, inheritedFlags } from './tensor.js';
import { topologicalOrder } from './traverse.js';

/**
 * Checks that the graph below some tensors is legal, node by node: ids grow from inputs to consumers, no input is an
 * unresolved Variable, shape and dtype are what the op's rules give, values have as many elements as their shape, and
 * what an input reaches its consumer reaches. For tests and debugging.
 *
 * @throws Error that names the first illegal node
 */
export function verify(...tensors: readonly AnyTensor[]): void {
  const { order } = topologicalOrder(tensors.map(resolve), (node) => node.inputs);
  for (const node of order) {
    const fail = (what: string): never => {
      throw new Error(`verify: node ${node.id} (${node.op.name} ${node.dtype} ${showShape(node.shape)}) ${what}`);
    };
    const elements = knownElements(node)?.length ?? sizeOf(node.shape);
    if (elements !== sizeOf(node.shape)) fail(`holds ${elements} elements`);
    if (node.inputs.length === 0) continue;
    for (const input of node.inputs) {
      if (input.id >= node.id) fail(`has an input that is younger, node ${input.id}`);
      if (has(input, Flag.variable)) fail('has a Variable itself as input, not its binding');
      if (has(node, Flag.binding) || node.op.traits.stopsGradient) continue;
      if ((input.flags & inheritedFlags & ~node.flags) !== 0 && !has(input, Flag.lost))
        fail(`misses flags of node ${input.id}`);
    }
    const shape = node.op.shape(node.inputs, node.attributes);
    const dtype = node.op.dtype(node.inputs, node.attributes);
    if (!sameShape(shape, node.shape) || dtype !== node.dtype) fail(`should be ${dtype} ${showShape(shape)}`);
  }
}
