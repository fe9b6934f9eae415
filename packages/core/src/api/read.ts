import type { DType, HostArray } from '../graph/dtype.js';
import { resolve } from '../graph/node.js';
import { type Shape, sameShape, showShape } from '../graph/shape.js';
import type { AnyTensor, Tensor } from '../graph/tensor.js';
import { flatten, type Tree } from '../graph/tree.js';
import { hostValue, isOnHost, type Value } from '../graph/value.js';
import { compute } from '../schedule/evaluate.js';
import type { Mutable } from '../types/index.js';

/** Nested arrays of a shape's rank: `NestedArray<[2, 3], number>` is `number[][]`. */
export type NestedArray<S extends Shape, Element> = number extends S['length']
  ? unknown
  : S extends readonly [number, ...infer Rest extends Shape]
    ? NestedArray<Rest, Element>[]
    : Element;

/** What an element of a dtype is in JavaScript. Where the dtype is not known statically, it is taken for a number's. */
export type ElementOf<D extends DType> = [D] extends ['bool'] ? boolean : number;

/** Computes every tensor of a tree in one run. Afterwards their values survive any number of steps. */
export function evaluate<T extends Tree>(tree: T): T {
  compute(flatten('evaluate', tree).leaves);
  return tree;
}

/** The value on the host, in row-major order. Nobody may write to it. */
function valueOf(x: AnyTensor): HostArray {
  const node = resolve(x);
  compute([node]);
  return hostValue(node.value as Value);
}

/** The elements in row-major order, as a fresh typed array. The portable read: every backend has it. */
export async function data<X extends AnyTensor>(x: X): Promise<HostArray<X['dtype']>> {
  return dataSync(x);
}

/** Like {@link data}, at once: on backends that run on the CPU. */
export function dataSync<X extends AnyTensor>(x: X): HostArray<X['dtype']> {
  const node = resolve(x);
  compute([node]);
  const value = node.value as Value;
  return (isOnHost(value) ? value.slice() : value.download()) as HostArray<X['dtype']>;
}

/**
 * The one element of a tensor as a number (or boolean).
 *
 * @throws RangeError where there is not exactly one element
 */
export function item<X extends AnyTensor>(x: X): ElementOf<X['dtype']> {
  const value = valueOf(x);
  if (value.length !== 1) {
    throw new RangeError(
      `item: a tensor of shape ${showShape(x.shape)} has ${value.length} elements, not one; use toArray() or reduce it`,
    );
  }
  return toJavaScript(value[0] as number, x.dtype) as ElementOf<X['dtype']>;
}

/** The elements as nested arrays; a scalar is its element. */
export function toArray<X extends AnyTensor>(x: X): NestedArray<X['shape'], ElementOf<X['dtype']>> {
  const value = valueOf(x);
  let level: unknown[] = Array.from(value, (element) => toJavaScript(element, x.dtype));
  for (let axis = x.shape.length - 1; axis >= 1; axis--) {
    const size = x.shape[axis] as number;
    const groups = x.shape.slice(0, axis).reduce((product, dimension) => product * dimension, 1);
    const source = level;
    level = Array.from({ length: groups }, (_, group) => source.slice(group * size, (group + 1) * size));
  }
  return (x.shape.length === 0 ? level[0] : level) as NestedArray<X['shape'], ElementOf<X['dtype']>>;
}

function toJavaScript(element: number, dtype: DType): number | boolean {
  return dtype === 'bool' ? element !== 0 : element;
}

/**
 * The same tensor under a narrower static shape, checked now.
 *
 * @throws RangeError where the shape differs
 */
export function assertShape<X extends AnyTensor, const S extends Shape>(
  x: X,
  ...shape: S
): Tensor<Mutable<S>, X['dtype']> {
  if (!sameShape(x.shape, shape)) {
    throw new RangeError(`assertShape: expected a tensor of shape ${showShape(shape)}, got ${showShape(x.shape)}`);
  }
  return x as unknown as Tensor<Mutable<S>, X['dtype']>;
}

declare module '../graph/tensor.js' {
  interface TensorOps {
    /** The elements, in row-major order; see {@link data}. */
    data<Me extends AnyTensor>(this: Me): Promise<HostArray<Me['dtype']>>;
    /** The elements at once; see {@link dataSync}. */
    dataSync<Me extends AnyTensor>(this: Me): HostArray<Me['dtype']>;
    /** The one element; see {@link item}. */
    item<Me extends AnyTensor>(this: Me): ElementOf<Me['dtype']>;
    /** The elements as nested arrays; see {@link toArray}. */
    toArray<Me extends AnyTensor>(this: Me): NestedArray<Me['shape'], ElementOf<Me['dtype']>>;
    /** Checks the shape now and narrows its type; see {@link assertShape}. */
    assertShape<Me extends AnyTensor, const S extends Shape>(this: Me, ...shape: S): Tensor<Mutable<S>, Me['dtype']>;
  }
}
