import { budget, countHostBytes, hostBytesMade } from './budget.js';
import { allocate, bytesPerElement, type DType, type HostArray } from './dtype.js';
import type { Op } from './op.js';
import { type Shape, sizeOf } from './shape.js';
import { type AnyTensor, Flag, inheritedFlags, Tensor } from './tensor.js';

/**
 * Building nodes. This is the hot path of a dynamic graph: a few comparisons and one object a node.
 */

let ids = 0;

/** Nodes that depend on Variables, in the order they were built, until a step is done with them. */
export const recent: { nodes: AnyTensor[]; limit: number } = { nodes: [], limit: 1024 };

/** What the scheduler does for the graph; it puts itself in, because the graph knows no scheduler. */
export const scheduler: {
  /** Evaluates tensors and lets their graphs go. */
  settle: (tensors: readonly AnyTensor[]) => void;
  /** Thins out {@link recent}. */
  tidyRecent: () => void;
  /** How many transforms are under way; nothing is let go meanwhile. */
  transforms: number;
} = {
  settle: () => {},
  tidyRecent: () => {},
  transforms: 0,
};

/** A Variable stands for its current binding; any other tensor for itself. */
export function resolve(tensor: AnyTensor): AnyTensor {
  return (tensor.flags & Flag.variable) === 0
    ? tensor
    : (tensor as AnyTensor & { readonly binding: AnyTensor }).binding;
}

/** How many nodes were ever built, which is the newest one's id. */
export function createdNodes(): number {
  return ids;
}

/** A new node of the op on these inputs; the op's rules check them and give shape and dtype. */
export function createNode<A>(op: Op<A>, inputs: readonly AnyTensor[], attributes: A): AnyTensor {
  const resolved = resolveAll(inputs);
  return buildNode(op, resolved, attributes, op.shape(resolved, attributes), op.dtype(resolved, attributes));
}

function resolveAll(inputs: readonly AnyTensor[]): readonly AnyTensor[] {
  for (let index = 0; index < inputs.length; index++) {
    if (((inputs[index] as AnyTensor).flags & Flag.variable) !== 0) return inputs.map(resolve);
  }
  return inputs;
}

/**
 * {@link createNode} for an op's own function, which has checked the inputs and knows the shape and the dtype that the
 * op's rules would give. No input is a Variable.
 */
export function buildNode<A>(
  op: Op<A>,
  inputs: readonly AnyTensor[],
  attributes: A,
  shape: Shape,
  dtype: DType,
): AnyTensor {
  let flags = 0;
  let oldest = Number.POSITIVE_INFINITY;
  let bytesBefore = 0;
  for (let index = 0; index < inputs.length; index++) {
    const input = inputs[index] as AnyTensor;
    input.uses++;
    flags |= input.flags;
    if (input.oldest < oldest) {
      oldest = input.oldest;
      bytesBefore = input.bytesBefore;
    }
  }
  flags &= inheritedFlags;
  if (op.traits.stopsGradient) flags &= ~(Flag.trainable | Flag.lost);

  const id = ++ids;
  if (oldest === Number.POSITIVE_INFINITY) {
    oldest = id;
    bytesBefore = hostBytesMade();
  } else if (
    isPastBudget(id - oldest, hostBytesMade() - bytesBefore) &&
    (flags & Flag.symbolic) === 0 &&
    scheduler.transforms === 0
  ) {
    // Only what holds too much: a young input beside it may still be differentiated.
    scheduler.settle(inputs.filter((input) => holdsTooMuch(input, id)));
    return buildNode(op, inputs, attributes, shape, dtype);
  }
  const node = new Tensor(id, op, inputs, attributes, shape, dtype, flags, undefined);
  node.oldest = oldest;
  node.bytesBefore = bytesBefore;
  // A node of a transform has no value, so no step can keep one for it.
  if ((flags & (Flag.stateful | Flag.symbolic)) === Flag.stateful) remember(node);
  return node;
}

/**
 * The input of a node that has only one, for building on that instead; the node itself where it has a value, which then
 * is what there is to build on. The node counts as used, so that a step does not take it for something to be read.
 */
export function bypass(node: AnyTensor): AnyTensor {
  if (node.value !== undefined) return node;
  node.uses++;
  return node.inputs[0] as AnyTensor;
}

function isPastBudget(nodes: number, bytes: number): boolean {
  return nodes > budget.nodes || bytes > budget.bytes;
}

function holdsTooMuch({ oldest, bytesBefore }: AnyTensor, id: number): boolean {
  return oldest !== Number.POSITIVE_INFINITY && isPastBudget(id - oldest, hostBytesMade() - bytesBefore);
}

/** A leaf: no inputs, no value yet (placeholders, bindings). */
export function createLeaf(op: Op, attributes: unknown, shape: Shape, dtype: DType, flags: number): AnyTensor {
  return new Tensor(++ids, op, [], attributes, shape, dtype, flags, undefined);
}

/** A leaf that holds host data, which from now on belongs to the graph. */
export function createSource(data: HostArray, shape: Shape, dtype: DType): AnyTensor {
  countHostBytes(sizeOf(shape) * bytesPerElement[dtype]);
  return new Tensor(++ids, sourceOp, [], undefined, shape, dtype, 0, data);
}

function remember(node: AnyTensor): void {
  recent.nodes.push(node);
  if (recent.nodes.length >= recent.limit && scheduler.transforms === 0) scheduler.tidyRecent();
}

/** Takes a computed node's graph away: it is a plain value from now on. */
export function letGo(node: AnyTensor): void {
  const lost = (node.flags & (Flag.trainable | Flag.lost)) !== 0 ? Flag.lost : 0;
  node.flags = (node.flags & ~inheritedFlags) | lost;
  node.inputs = [];
  node.attributes = undefined;
  node.op = sourceOp;
  node.oldest = Number.POSITIVE_INFINITY;
}

/** The op of every leaf with host data; it has a value from the start, so nobody asks how to compute it. */
export const sourceOp: Op = Object.freeze({
  name: 'source',
  traits: {},
  shape: unreachable,
  dtype: unreachable,
  vjp: () => undefined,
  batch: unreachable,
  lower: unreachable,
});

function unreachable(): never {
  throw new Error('source: a tensor that holds host data is never built, batched or lowered by its op');
}

/** A source filled with one value. */
export function createFilledSource(shape: Shape, dtype: DType, value: number): AnyTensor {
  return createSource(allocate(dtype, sizeOf(shape)).fill(value), shape, dtype);
}
