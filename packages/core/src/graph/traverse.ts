import type { AnyTensor } from './tensor.js';

let stamps = 0;

/** A mark that no node carries in its scratch field `stamp` yet. */
export function freshStamp(): number {
  return ++stamps;
}

/** A list of nodes, each after all of its children, and the mark that they carry in `stamp`. */
export interface Walk {
  readonly order: AnyTensor[];
  readonly stamp: number;
}

/**
 * The nodes reachable from the roots, each after all of its children. Iterative: a chain of any length fits.
 *
 * `children` says what to visit below a node: its inputs, or nothing where the walk ends. Afterwards every node of the
 * list carries the returned stamp and its own position in `slot`, until the next walk; nodes outside carry others.
 */
export function topologicalOrder(
  roots: readonly AnyTensor[],
  children: (node: AnyTensor) => readonly AnyTensor[],
): Walk {
  const stamp = freshStamp();
  const order: AnyTensor[] = [];
  const stack: AnyTensor[] = [];
  const childrenOf: (readonly AnyTensor[])[] = [];
  const next: number[] = [];
  const enter = (node: AnyTensor): void => {
    node.stamp = stamp;
    const below = children(node);
    if (below.length === 0) {
      node.slot = order.push(node) - 1;
      return;
    }
    stack.push(node);
    childrenOf.push(below);
    next.push(0);
  };
  for (const root of roots) {
    if (root.stamp === stamp) continue;
    enter(root);
    while (stack.length > 0) {
      const top = stack.length - 1;
      const below = childrenOf[top] as readonly AnyTensor[];
      const position = next[top] as number;
      if (position < below.length) {
        next[top] = position + 1;
        const child = below[position] as AnyTensor;
        if (child.stamp !== stamp) enter(child);
      } else {
        const node = stack.pop() as AnyTensor;
        childrenOf.pop();
        next.pop();
        node.slot = order.push(node) - 1;
      }
    }
  }
  return { order, stamp };
}
