import { type DType, type Promote, promote } from '../../graph/dtype.js';
import { buildNode, createNode } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { normaliseAxis, type Shape, showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Concat, ConcatOperands, Safe, ShapesOf } from '../../types/index.js';
import { cast } from '../elementwise/cast.js';
import { expand } from './expand.js';
import { narrow } from './narrow.js';

interface ConcatAttributes {
  readonly axis: number;
}

const concatOp: Op<ConcatAttributes> = freezeOp({
  name: 'concat',
  traits: { movement: true },
  shape: (inputs, { axis }) => joinedShape(inputs, axis),
  dtype: ([first]) => (first as AnyTensor).dtype,
  vjp({ cotangent, inputs, attributes: { axis } }, index) {
    let start = 0;
    for (let before = 0; before < index; before++) start += (inputs[before] as AnyTensor).shape[axis] as number;
    return narrow(cotangent, axis, start, (inputs[index] as AnyTensor).shape[axis] as number);
  },
  batch(inputs, batched, { axis }, size) {
    const aligned = inputs.map((input, index) => (batched[index] ? input : expand(input, [size, ...input.shape])));
    return createNode(concatOp, aligned, { axis: axis + 1 });
  },
  lower: (_, { axis }) => ({ kind: 'concat', axis }),
});

function joinedShape(inputs: readonly AnyTensor[], axis: number): Shape {
  const joined = [...(inputs[0] as AnyTensor).shape];
  joined[axis] = 0;
  for (const { shape } of inputs) joined[axis] += shape[axis] as number;
  return joined;
}

/** The dtype that all of several promote to. */
export type PromoteAll<Tensors extends readonly AnyTensor[]> = number extends Tensors['length']
  ? PromoteUnion<Tensors[number]['dtype']>
  : Tensors extends readonly [infer First extends AnyTensor, ...infer Rest extends AnyTensor[]]
    ? PromoteEach<Rest, First['dtype']>
    : DType;

type PromoteEach<Rest extends readonly AnyTensor[], Joined extends DType> = Rest extends readonly [
  infer Next extends AnyTensor,
  ...infer Others extends AnyTensor[],
]
  ? PromoteEach<Others, Promote<Joined, Next['dtype']>>
  : Joined;

/** Of an array of unknown length each dtype of the union may or may not occur. */
type PromoteUnion<D extends DType> = Promote<D, D>;

/**
 * Tensors joined along an axis that they have; their other sizes must agree. Dtypes are promoted. Each input's gradient
 * is its part of the output's.
 *
 * @example
 * concat([zeros([2, 3]), ones([4, 3])]); // shape [6, 3]
 *
 * @throws RangeError where there is no tensor, no such axis, or a size that does not agree
 */
export function concat<const Ts extends readonly AnyTensor[], const A extends number = 0>(
  tensors: ConcatOperands<Ts, A>,
  axis?: A,
): Tensor<Safe<Concat<ShapesOf<Ts>, A>>, PromoteAll<Ts>>;
export function concat(tensors: readonly AnyTensor[], axis = 0): AnyTensor {
  const [first] = tensors;
  if (first === undefined) throw new RangeError('concat: there is nothing to join; give at least one tensor');
  const joint = normaliseAxis(() => `concat of ${showShapes(tensors)}`, axis, first.shape.length);
  let { dtype } = first;
  for (const tensor of tensors) {
    if (!fits(first.shape, tensor.shape, joint)) {
      throw new RangeError(
        `concat: cannot join ${showShapes(tensors)} along axis ${axis}; all other sizes must be equal (to add an axis use stack)`,
      );
    }
    dtype = promote(dtype, tensor.dtype);
  }
  const inputs = tensors.map((tensor) => cast(tensor, dtype));
  if (inputs.length === 1) return inputs[0] as AnyTensor;
  return buildNode(concatOp, inputs, { axis: joint }, joinedShape(inputs, joint), dtype);
}

function fits(a: Shape, b: Shape, joint: number): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (axis !== joint && a[axis] !== b[axis]) return false;
  return true;
}

/** Several shapes as error messages show them. */
export function showShapes(tensors: readonly AnyTensor[]): string {
  return tensors.map(({ shape }) => showShape(shape)).join(', ');
}
