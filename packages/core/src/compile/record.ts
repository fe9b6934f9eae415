import type { Lowering, SlotSpec, Step } from '../backend/contract.js';
import { allocate } from '../graph/dtype.js';
import { type AnyTensor, Flag, has } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';
import { hostValue, type Value } from '../graph/value.js';
import type { BindingAttributes, Variable } from '../graph/variable.js';
import { compute } from '../schedule/evaluate.js';
import { linearise } from '../schedule/linearise.js';
import type { FunctionTracer } from './function-tracer.js';
import type { readResult } from './layout.js';
import type { ComputedOutput, Origin, Output, Trace } from './trace.js';

/**
 * Turns the graph of a traced call into a trace.
 *
 * @param assigned the Variables that the function assigned, each with its last new binding
 */
export function record(
  tracer: FunctionTracer,
  standIns: readonly AnyTensor[],
  { layout, tensors }: ReturnType<typeof readResult>,
  assigned: ReadonlyMap<Variable, AnyTensor>,
): Trace {
  const places = new Map(standIns.map((leaf, index) => [leaf, index]));
  const wanted = new Set<AnyTensor>();
  const indexOf = new Map<AnyTensor, number>();
  const want = (node: AnyTensor): number => {
    const known = indexOf.get(node) ?? wanted.size;
    wanted.add(node);
    indexOf.set(node, known);
    return known;
  };
  const outputs = tensors.map((tensor): Output => {
    const index = places.get(tensor);
    if (index !== undefined) return { kind: 'argument', index };
    const isThere = has(tensor, Flag.variable) || tensor.id <= tracer.start || tensor.value !== undefined;
    return isThere ? { kind: 'same', tensor } : { kind: 'result', result: want(tensor) };
  });
  const returned = [...wanted];
  const assignments = Array.from(assigned, ([variable, binding]) => ({ variable, result: want(binding) }));

  const reaches = settleSurroundings(tracer.start, [...wanted], places);
  const { program } = linearised([...wanted], standIns);
  const sources = program.sources.map(({ slot, value }) => ({
    slot,
    // A slot of a program is its node: see linearise.
    origin: originOf(program.slots[slot] as AnyTensor, value, places),
  }));
  const { trainable } = tracer;
  for (const { origin } of sources) {
    if (origin.kind === 'variable') trainable.set(origin.variable, origin.variable.trainable);
  }
  const { slots, steps, results } = program;
  return {
    layout,
    outputs,
    slots: slots.map(specOf),
    sources,
    steps,
    results,
    computed: returned.map(
      (node, index): ComputedOutput => ({
        spec: specOf(node),
        isLost: has(node, Flag.trainable | Flag.lost),
        reaches: reaches[index] as number[],
      }),
    ),
    assignments,
    draws: tracer.draws,
    keyed: keyedSteps(steps, tracer),
    guards: tracer.guards,
    trainable,
  };
}

/**
 * Computes what was there before the call and has no value yet, so that it is a constant, or what a Variable holds.
 * Tells of each wanted node which arguments its gradient would reach.
 */
function settleSurroundings(
  start: number,
  wanted: readonly AnyTensor[],
  places: ReadonlyMap<AnyTensor, number>,
): number[][] {
  const isInside = (node: AnyTensor): boolean => node.id > start && node.value === undefined && !places.has(node);
  const { order } = topologicalOrder(wanted, (node) => (isInside(node) ? node.inputs : []));
  const masks = new Array<bigint>(order.length).fill(0n);
  order.forEach((node, index) => {
    const place = places.get(node);
    if (place !== undefined) masks[index] = 1n << BigInt(place);
    else if (isInside(node) && !node.op.traits.stopsGradient) {
      for (const input of node.inputs) masks[index] = (masks[index] as bigint) | (masks[input.slot] as bigint);
    }
  });
  const reaches = wanted.map((node) => {
    const mask = masks[node.slot] as bigint;
    return Array.from(places.values()).filter((place) => ((mask >> BigInt(place)) & 1n) === 1n);
  });
  compute(order.filter((node) => node.id <= start && node.value === undefined));
  return reaches;
}

/** The program of the wanted nodes in which the stand-ins are sources. */
function linearised(wanted: readonly AnyTensor[], standIns: readonly AnyTensor[]): ReturnType<typeof linearise> {
  for (const leaf of standIns) leaf.value = allocate(leaf.dtype, 0);
  try {
    return linearise(wanted);
  } finally {
    for (const leaf of standIns) leaf.value = undefined;
  }
}

function originOf(node: AnyTensor, value: Value, places: ReadonlyMap<AnyTensor, number>): Origin {
  const index = places.get(node);
  if (index !== undefined) return { kind: 'argument', index };
  if (!has(node, Flag.binding)) return { kind: 'constant', value };
  const { variable } = node.attributes as BindingAttributes;
  if (variable.binding === node) return { kind: 'variable', variable };
  // A value that the Variable had earlier; a step may take it back.
  return { kind: 'constant', value: hostValue(value) };
}

function keyedSteps(steps: readonly Step[], { draws }: FunctionTracer): { step: number; draw: number }[] {
  const keyed: { step: number; draw: number }[] = [];
  steps.forEach(({ lowering }, step) => {
    const draw = isRandom(lowering) ? draws.placeOf(lowering.parameters.key) : undefined;
    if (draw !== undefined) keyed.push({ step, draw });
  });
  return keyed;
}

/** Whether a step draws random numbers. */
export function isRandom(lowering: Lowering): lowering is Extract<Lowering, { readonly routine: 'random' }> {
  return lowering.kind === 'routine' && lowering.routine === 'random';
}

function specOf({ shape, dtype }: SlotSpec): SlotSpec {
  return { shape, dtype };
}
