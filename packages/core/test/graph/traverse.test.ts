import { type AnyTensor, tensor } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topologicalOrder } from '../../src/graph/traverse.js';

/** A random graph: each number pair says which earlier nodes the next one adds. */
const graphs = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 40 }).map((pairs) => {
  const nodes: AnyTensor[] = [tensor(1)];
  for (const [a, b] of pairs)
    nodes.push((nodes[a % nodes.length] as AnyTensor).add(nodes[b % nodes.length] as AnyTensor));
  return nodes;
});

describe('topologicalOrder', () => {
  it('lists every reachable node once, inputs first, at its slot', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (nodes, pick) => {
        const root = nodes[pick % nodes.length] as AnyTensor;
        const { order } = topologicalOrder([root, root], (node) => node.inputs);
        expect(new Set(order).size).toBe(order.length);
        expect(order.at(-1)).toBe(root);
        order.forEach((node, index) => {
          expect(node.slot).toBe(index);
          for (const input of node.inputs) expect(order.indexOf(input)).toBeLessThan(index);
          for (const input of node.inputs) expect(order.indexOf(input)).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it('stops where it is told to', () => {
    const x = tensor(1);
    const y = x.add(1);
    const z = y.add(2);
    expect(topologicalOrder([z], (node) => (node === y ? [] : node.inputs)).order).not.toContain(x);
  });
});
