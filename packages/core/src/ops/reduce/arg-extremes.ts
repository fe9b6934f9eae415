import { createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { normaliseAxis } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, Reduce, Safe } from '../../types/index.js';
import { dropAxes } from './define.js';
import { checkNotEmpty } from './extremes.js';

/** A function that looks for an element along an axis and tells its index. */
export type ArgExtreme = <
  X extends AnyTensor,
  const A extends number | undefined = undefined,
  K extends boolean = false,
>(
  x: X,
  axis?: AxisArgument<X['shape'], A>,
  keepDims?: K,
) => Tensor<Safe<Reduce<X['shape'], A, K>>, 'int32'>;

/** The same as a method. */
export type ArgExtremeMethod = <
  Me extends AnyTensor,
  const A extends number | undefined = undefined,
  K extends boolean = false,
>(
  this: Me,
  axis?: AxisArgument<Me['shape'], A>,
  keepDims?: K,
) => Tensor<Safe<Reduce<Me['shape'], A, K>>, 'int32'>;

interface ArgExtremeAttributes {
  readonly axis: number;
}

function defineArgExtreme(name: string, extreme: 'minimum' | 'maximum'): ArgExtreme {
  const op: Op<ArgExtremeAttributes> = freezeOp({
    name,
    traits: { stopsGradient: true },
    shape: ([x], { axis }) => (x as AnyTensor).shape.map((size, each) => (each === axis ? 1 : size)),
    dtype: () => 'int32',
    vjp: () => undefined,
    batch: (inputs, _, { axis }) => createNode(op, inputs, { axis: axis + 1 }),
    lower: (_, { axis }) => ({ kind: 'routine', routine: 'argExtreme', parameters: { axis, extreme } }),
  });
  const argExtreme = (x: AnyTensor, axis?: number, keepDims = false): AnyTensor => {
    const node = resolve(x);
    if (axis === undefined) {
      checkNotEmpty(name, node, [...node.shape.keys()]);
      const kept = createNode(op, [node.reshape([-1])], { axis: 0 });
      return kept.reshape(keepDims ? node.shape.map(() => 1) : []);
    }
    const along = normaliseAxis(name, axis, node.shape.length);
    checkNotEmpty(name, node, [along]);
    const kept = createNode(op, [node], { axis: along });
    return keepDims ? kept : dropAxes(kept, [along]);
  };
  return argExtreme as ArgExtreme;
}

/**
 * The index (int32) of the largest element along an axis, the first one of several; a NaN counts as the largest. Without
 * an axis, the index into the elements in row-major order. There is no gradient. `keepDims` keeps the axis with size 1;
 * without an axis, all axes.
 *
 * @throws RangeError where there is no element to choose from, or the axis does not exist
 */
export const argmax: ArgExtreme = defineArgExtreme('argmax', 'maximum');

/**
 * The index (int32) of the smallest element along an axis, the first one of several; a NaN counts as the smallest.
 * Without an axis, the index into the elements in row-major order. There is no gradient. `keepDims` keeps the axis with
 * size 1; without an axis, all axes.
 *
 * @throws RangeError where there is no element to choose from, or the axis does not exist
 */
export const argmin: ArgExtreme = defineArgExtreme('argmin', 'minimum');

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The index of the largest element along an axis; see {@link argmax}. */
    readonly argmax: ArgExtremeMethod;
    /** The index of the smallest element along an axis; see {@link argmin}. */
    readonly argmin: ArgExtremeMethod;
  }
}
