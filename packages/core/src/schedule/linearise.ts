import type { Program, SlotSpec, Step } from '../backend/contract.js';
import { scheduler } from '../graph/node.js';
import { type AnyTensor, Flag, has } from '../graph/tensor.js';
import { freshStamp } from '../graph/traverse.js';
import type { Value } from '../graph/value.js';

/**
 * A node that was recomputed this often keeps its value where newer nodes are built on it. Otherwise reading a growing
 * chain at every link would cost its square.
 */
const visitsUntilKept = 3;

type Lowered = ReturnType<AnyTensor['op']['lower']>;

/** The straight-line program that computes the wanted nodes, and the nodes whose values it returns. */
export function linearise(wanted: readonly AnyTensor[]): { readonly program: Program; readonly results: AnyTensor[] } {
  const { order, lowerings } = inOrder(wanted);
  const slots: SlotSpec[] = [];
  const sources: { slot: number; value: Value }[] = [];
  const steps: Step[] = [];
  const results = new Set(wanted);
  // A composite may walk over graphs while it is lowered, so that a node is listed twice: the first time counts.
  const listed = freshStamp();
  for (let index = 0; index < order.length; index++) {
    const node = order[index] as AnyTensor;
    if (node.stamp === listed) continue;
    node.stamp = listed;
    const lowering = lowerings[index];
    if (lowering?.kind === 'composite') {
      node.slot = lowering.value.slot;
      continue;
    }
    // A node is a slot's description: it has a shape and a dtype.
    const slot = slots.push(node) - 1;
    node.slot = slot;
    if (lowering === undefined) {
      sources.push({ slot, value: node.value as Value });
      continue;
    }
    const { inputs } = node;
    const from: number[] = [];
    for (let place = 0; place < inputs.length; place++) {
      const input = inputs[place] as AnyTensor;
      from.push(input.slot);
      const isOld = input.visits >= visitsUntilKept && input.value === undefined;
      if (isOld && node.visits < visitsUntilKept) results.add(input);
    }
    steps.push({ name: node.op.name, lowering, inputs: from, output: slot });
  }
  for (let index = 0; index < order.length; index++) (order[index] as AnyTensor).visits++;

  const kept = [...results];
  const returned = kept.map((node) => ({ slot: node.slot, stays: has(node, Flag.binding) }));
  return { program: { slots, sources, steps, results: returned }, results: kept };
}

/**
 * The nodes that have to do with the wanted ones, each behind all that it needs, and how each is computed (nothing for
 * those that have a value).
 */
function inOrder(wanted: readonly AnyTensor[]): {
  readonly order: readonly AnyTensor[];
  readonly lowerings: readonly (Lowered | undefined)[];
} {
  const stamp = freshStamp();
  const order: AnyTensor[] = [];
  const lowerings: (Lowered | undefined)[] = [];
  // The path from a wanted node to the current one: each with its lowering and the place of its next input.
  const path: AnyTensor[] = [];
  const lowered: (Lowered | undefined)[] = [];
  const next: number[] = [];
  const enter = (node: AnyTensor): void => {
    node.stamp = stamp;
    path.push(node);
    lowered.push(node.value === undefined ? lower(node) : undefined);
    next.push(0);
  };
  for (let index = 0; index < wanted.length; index++) {
    if ((wanted[index] as AnyTensor).stamp !== stamp) enter(wanted[index] as AnyTensor);
    while (path.length > 0) {
      const top = path.length - 1;
      const node = path[top] as AnyTensor;
      const lowering = lowered[top];
      const place = next[top] as number;
      let child: AnyTensor | undefined;
      if (lowering !== undefined) {
        if (lowering.kind !== 'composite') child = node.inputs[place];
        else if (place === 0) child = lowering.value;
      }
      if (child === undefined) {
        path.pop();
        lowered.pop();
        next.pop();
        order.push(node);
        lowerings.push(lowering);
      } else {
        next[top] = place + 1;
        if (child.stamp !== stamp) enter(child);
      }
    }
  }
  return { order, lowerings };
}

/** A node's lowering. A composite's value is a graph of the scheduler's own: nothing else is to compute or count it. */
function lower(node: AnyTensor): Lowered {
  scheduler.transforms++;
  try {
    const lowering = node.op.lower(node.inputs, node.attributes, node);
    if (lowering.kind === 'composite') lowering.value.uses++;
    return lowering;
  } finally {
    scheduler.transforms--;
  }
}
