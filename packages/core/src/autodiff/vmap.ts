import { resolve, scheduler } from '../graph/node.js';
import { normaliseAxis, type Shape, showShape } from '../graph/shape.js';
import { type AnyTensor, Flag, has, type Tensor } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';
import { flatten, type MapTree, type Tree } from '../graph/tree.js';
import { placeholder } from '../ops/graph/placeholder.js';
import type { TreeFunction } from './vjp.js';

/** Which axis of an argument counts the examples; null for an argument that all examples share. */
export type BatchAxis = number | null;

export interface VmapOptions {
  /** One axis for all arguments, or one each; 0 unless said otherwise. */
  readonly in?: BatchAxis | readonly BatchAxis[];
  /** Where the results carry the example axis; 0 unless said otherwise. */
  readonly out?: number;
}

/** The tree with the axis of examples in front of every tensor: `Batched<Tensor<[3]>>` is `Tensor<[number, 3]>`. */
export type Batched<T> =
  T extends Tensor<infer S, infer D>
    ? Tensor<number extends S['length'] ? Shape : [number, ...S], D>
    : { -readonly [K in keyof T]: Batched<T[K]> };

/**
 * Turns a function of one example into a function of a batch: `f` is called once, on placeholders of one example's
 * shape, and every node that depends on them is rebuilt by its op's own batching rule.
 *
 * @example
 * const dot = (a: Tensor, b: Tensor) => a.mul(b).sum();
 * vmap(dot)(zeros([8, 3]), zeros([8, 3])); // shape [8]
 *
 * @throws RangeError where the arguments disagree on the number of examples
 * @throws Error where `f` reads a value that depends on an example
 */
export function vmap<Args extends readonly Tree[], Out extends Tree>(
  f: TreeFunction<Args, Out>,
): (...args: Batched<Args>) => Batched<Out>;
export function vmap<Args extends readonly Tree[], Out extends Tree>(
  f: TreeFunction<Args, Out>,
  options: VmapOptions,
): (...args: MapTree<Args, AnyTensor>) => MapTree<Out, AnyTensor>;
export function vmap(f: TreeFunction<readonly Tree[], Tree>, options: VmapOptions = {}): unknown {
  return (...args: readonly Tree[]): Tree => {
    const axes = batchAxes(args, options.in === undefined ? 0 : options.in);
    const substitutes = new Map<AnyTensor, AnyTensor>();
    let size: number | undefined;
    const examples = args.map((arg, index) => {
      const axis = axes[index] as BatchAxis;
      if (axis === null) return arg;
      const { leaves, rebuild } = flatten('vmap', arg);
      return rebuild(
        leaves.map((leaf) => {
          const inFront = moveToFront(resolve(leaf), normaliseAxis('vmap', axis, leaf.shape.length));
          const [count, ...shape] = inFront.shape as readonly [number, ...Shape];
          size = agree(size, count, leaf.shape);
          const example = placeholder('vmap', shape, leaf.dtype);
          substitutes.set(example, inFront);
          return example;
        }),
      );
    });
    if (size === undefined) {
      throw new TypeError(
        'vmap: no argument has an example axis; give at least one in `in`, or call the function as it is',
      );
    }
    scheduler.transforms++;
    try {
      const { leaves, rebuild } = flatten('vmap', f(...examples));
      const outputs = leaves.map(resolve);
      batchNodes(outputs, substitutes, size);
      const batched = outputs.map((output) => {
        const substitute = substitutes.get(output) ?? output.expand([size as number, ...output.shape]);
        return moveFromFront(substitute, normaliseAxis('vmap', options.out ?? 0, substitute.shape.length));
      });
      return rebuild(batched);
    } finally {
      scheduler.transforms--;
    }
  };
}

/** Rebuilds, inputs first, every node that depends on a substituted one; the map grows by the new nodes. */
export function batchNodes(outputs: readonly AnyTensor[], substitutes: Map<AnyTensor, AnyTensor>, size: number): void {
  const { order } = topologicalOrder(outputs, (node) =>
    has(node, Flag.symbolic) && !substitutes.has(node) ? node.inputs : [],
  );
  for (const node of order) {
    if (substitutes.has(node)) continue;
    const batched = node.inputs.map((input) => substitutes.has(input));
    if (!batched.includes(true)) continue;
    const inputs = node.inputs.map((input) => substitutes.get(input) ?? input);
    substitutes.set(node, node.op.batch(inputs, batched, node.attributes, size));
  }
}

function batchAxes(args: readonly Tree[], axes: BatchAxis | readonly BatchAxis[]): readonly BatchAxis[] {
  if (typeof axes === 'number' || axes === null) return args.map(() => axes);
  if (axes.length !== args.length) {
    throw new TypeError(
      `vmap: ${axes.length} axes in \`in\` for ${args.length} arguments; give one each, or one for all`,
    );
  }
  return axes;
}

function agree(size: number | undefined, count: number, shape: Shape): number {
  if (size !== undefined && size !== count) {
    throw new RangeError(
      `vmap: one argument has ${size} examples, another of shape ${showShape(shape)} has ${count}; they must be equally many`,
    );
  }
  return count;
}

function moveToFront(x: AnyTensor, axis: number): AnyTensor {
  if (axis === 0) return x;
  const axes = x.shape.map((_, index) => index);
  return x.permute([axis, ...axes.filter((index) => index !== axis)]);
}

function moveFromFront(x: AnyTensor, axis: number): AnyTensor {
  if (axis === 0) return x;
  const rest = x.shape.slice(1).map((_, index) => index + 1);
  return x.permute([...rest.slice(0, axis), 0, ...rest.slice(axis)]);
}
