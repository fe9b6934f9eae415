import type { Program, SlotSpec, Step } from '../backend/contract.js';
import { scheduler } from '../graph/node.js';
import { type AnyTensor, Flag, has } from '../graph/tensor.js';
import { freshStamp, topologicalOrder } from '../graph/traverse.js';
import type { Value } from '../graph/value.js';

/**
 * A node that was recomputed this often keeps its value where newer nodes are built on it. Otherwise reading a growing
 * chain at every link would cost its square.
 */
const visitsUntilKept = 3;

const nothing: readonly AnyTensor[] = [];

/** The straight-line program that computes the wanted nodes, and the nodes whose values it returns. */
export function linearise(wanted: readonly AnyTensor[]): { readonly program: Program; readonly results: AnyTensor[] } {
  const valueOf = new Map<AnyTensor, AnyTensor>();
  const { order } = topologicalOrder(wanted, (node) => {
    if (node.value !== undefined) return nothing;
    const lowering = lower(node);
    if (lowering.kind !== 'composite') return node.inputs;
    valueOf.set(node, lowering.value);
    return [lowering.value];
  });

  const slots: SlotSpec[] = [];
  const sources: { slot: number; value: Value }[] = [];
  const steps: Step[] = [];
  const results = new Set(wanted);
  // A composite may walk over graphs while it is lowered, so that a node is listed twice: the first time counts.
  const listed = freshStamp();
  for (const node of order) {
    if (node.stamp === listed) continue;
    node.stamp = listed;
    const value = valueOf.get(node);
    if (value !== undefined) {
      node.slot = value.slot;
      continue;
    }
    const slot = slots.push({ shape: node.shape, dtype: node.dtype }) - 1;
    node.slot = slot;
    if (node.value !== undefined) {
      sources.push({ slot, value: node.value });
      continue;
    }
    const inputs = node.inputs.map((input) => input.slot);
    for (const input of node.inputs) {
      const old = input.value === undefined && input.visits >= visitsUntilKept;
      if (old && node.visits < visitsUntilKept) results.add(input);
    }
    steps.push({ name: node.op.name, lowering: lower(node) as Step['lowering'], inputs, output: slot });
  }
  for (const node of order) node.visits++;

  const kept = [...results];
  const returned = kept.map((node) => ({ slot: node.slot, stays: has(node, Flag.binding) }));
  return { program: { slots, sources, steps, results: returned }, results: kept };
}

/** A node's lowering. A composite's value is a graph of the scheduler's own: nothing else is to compute or count it. */
function lower(node: AnyTensor): ReturnType<AnyTensor['op']['lower']> {
  scheduler.transforms++;
  try {
    const lowering = node.op.lower(node.inputs, node.attributes, node);
    if (lowering.kind === 'composite') lowering.value.uses++;
    return lowering;
  } finally {
    scheduler.transforms--;
  }
}
