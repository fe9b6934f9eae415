import type { AnyTensor } from './tensor.js';

let stamps = 0;

/** A mark that no node carries in its scratch field `stamp` yet. */
export function freshStamp(): number {
  return ++stamps;
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
): { readonly order: AnyTensor[]; readonly stamp: number } {
  const stamp = freshStamp();
  const order: AnyTensor[] = [];
  const stack: AnyTensor[] = [];
  const childrenOf: (readonly AnyTensor[])[] = [];
  const next: number[] = [];
  for (const root of roots) {
    if (root.stamp === stamp) continue;
    root.stamp = stamp;
    stack.push(root);
    childrenOf.push(children(root));
    next.push(0);
    while (stack.length > 0) {
      const top = stack.length - 1;
      const below = childrenOf[top] as readonly AnyTensor[];
      const position = next[top] as number;
      if (position < below.length) {
        next[top] = position + 1;
        const child = below[position] as AnyTensor;
        if (child.stamp !== stamp) {
          child.stamp = stamp;
          stack.push(child);
          childrenOf.push(children(child));
          next.push(0);
        }
      } else {
        const node = stack.pop() as AnyTensor;
        childrenOf.pop();
        next.pop();
        node.slot = order.length;
        order.push(node);
      }
    }
  }
  return { order, stamp };
}
