import { isFloat } from '../graph/dtype.js';
import { resolve, scheduler } from '../graph/node.js';
import { sameShape, showShape } from '../graph/shape.js';
import type { AnyTensor } from '../graph/tensor.js';
import { topologicalOrder, type Walk } from '../graph/traverse.js';
import { flatten, type MapTree, type Tree } from '../graph/tree.js';
import { zerosLike } from '../ops/creation/full.js';
import { identity } from '../ops/graph/identity.js';
import { Tape } from './tape.js';

/** A function on trees of tensors. */
export type TreeFunction<Args extends readonly Tree[], Out extends Tree> = (...args: Args) => Out;

/** A recorded call: its result, and the tape between the arguments and the result. */
export interface Recording<Out> {
  readonly value: Out;
  readonly outputs: readonly AnyTensor[];
  readonly targets: readonly AnyTensor[];
  readonly tape: Tape;
}

/**
 * Calls `f` on fresh identity nodes in place of the tensors at `argumentIndices`, so that each argument is told apart
 * from every other use of the same tensor, and records the way from them to the result.
 */
export function record<Args extends readonly Tree[], Out extends Tree>(
  transform: string,
  f: TreeFunction<Args, Out>,
  args: Args,
  argumentIndices: readonly number[],
): Recording<Out> {
  const targets: AnyTensor[] = [];
  const fresh = args.map((arg, index) => {
    if (!argumentIndices.includes(index)) return arg;
    const { leaves, rebuild } = flatten(transform, arg);
    const identities = leaves.map((leaf) => {
      if (!isFloat(leaf.dtype)) {
        throw new TypeError(
          `${transform}: cannot differentiate by ${leaf.dtype} ${showShape(leaf.shape)}; ` +
            'only float32 and float64 have gradients, so cast it or leave it out of the differentiated arguments',
        );
      }
      return identity(leaf);
    });
    targets.push(...identities);
    return rebuild(identities);
  });
  scheduler.transforms++;
  try {
    const value = f(...(fresh as unknown as Args));
    const outputs = flatten(transform, value).leaves.map(resolve);
    return { value, outputs, targets, tape: new Tape(walkBetween(outputs, targets), outputs, targets) };
  } finally {
    scheduler.transforms--;
  }
}

/**
 * The nodes from the outputs down to the targets, for a {@link Tape}. The targets are leaves or fresh identity nodes, so
 * only nodes that are younger than all of them can be above one.
 */
export function walkBetween(outputs: readonly AnyTensor[], targets: readonly AnyTensor[]): Walk {
  let youngest = 0;
  for (const { id } of targets) if (id > youngest) youngest = id;
  return topologicalOrder(outputs, (node) => (node.id > youngest ? node.inputs : none));
}

const none: readonly AnyTensor[] = [];

/** The gradients of all targets, zeros where the outputs do not depend on one. */
export function pullbackWithZeros(
  { tape, targets }: Recording<unknown>,
  cotangents: readonly AnyTensor[],
): AnyTensor[] {
  return tape.pullback(cotangents).map((gradient, index) => gradient ?? zerosLike(targets[index] as AnyTensor));
}

/** Maps a cotangent tree of the result's structure to the cotangents of all arguments. */
export type Pullback<Args extends readonly Tree[], Out extends Tree> = (cotangent: MapTree<Out, AnyTensor>) => {
  -readonly [I in keyof Args]: MapTree<Args[I], AnyTensor>;
};

/**
 * The value of `f` and its vector-Jacobian product: reverse mode. The returned function maps a cotangent v of the
 * result to vᵀ·∂f/∂args, any number of times. Arguments that the result does not depend on get zeros.
 *
 * @example
 * const [y, pullback] = vjp((x) => x.mul(x).sum(), tensor([1, 2, 3]));
 * const [gradient] = pullback(tensor(1)); // 2x = [2, 4, 6]
 *
 * @throws TypeError where an argument is not a float tensor, or a cotangent does not fit the result
 */
export function vjp<const Args extends readonly Tree[], Out extends Tree>(
  f: TreeFunction<Args, Out>,
  ...args: Args
): [value: Out, pullback: Pullback<Args, Out>] {
  const recording = record('vjp', f, args, [...args.keys()]);
  const pullback: Pullback<Args, Out> = (cotangent) => {
    const cotangents = flatten('vjp', cotangent).leaves;
    checkCotangents('vjp', recording.outputs, cotangents);
    return flatten('vjp', args).rebuild(pullbackWithZeros(recording, cotangents)) as unknown as ReturnType<
      typeof pullback
    >;
  };
  return [recording.value, pullback];
}

/** Throws unless there is one cotangent an output, of its shape and dtype. */
export function checkCotangents(
  transform: string,
  outputs: readonly AnyTensor[],
  cotangents: readonly AnyTensor[],
): void {
  if (outputs.length !== cotangents.length) {
    throw new TypeError(
      `${transform}: the result has ${outputs.length} tensors, the cotangent ${cotangents.length}; ` +
        'give one cotangent for each, in the same structure',
    );
  }
  outputs.forEach((output, index) => {
    const cotangent = cotangents[index] as AnyTensor;
    if (!sameShape(output.shape, cotangent.shape) || output.dtype !== cotangent.dtype) {
      throw new TypeError(
        `${transform}: a cotangent of ${cotangent.dtype} ${showShape(cotangent.shape)} does not fit ` +
          `a result of ${output.dtype} ${showShape(output.shape)}; it needs the same shape and dtype`,
      );
    }
  });
}
