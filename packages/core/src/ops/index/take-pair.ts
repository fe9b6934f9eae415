import { createNode } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { type Shape, sizeOf } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { expand } from '../movement/expand.js';
import { gatherNode, gatherTransposeNode } from './gather-pair.js';

/** Take and its transpose: each is the other's derivative. */

interface TakeAttributes {
  readonly axis: number;
}

interface TakeTransposeAttributes extends TakeAttributes {
  /** The output's size along the axis. */
  readonly size: number;
}

const takeOp: Op<TakeAttributes> = freezeOp({
  name: 'take',
  traits: {},
  shape: ([x, index], { axis }) => splice((x as AnyTensor).shape, axis, 1, (index as AnyTensor).shape),
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp({ cotangent, inputs: [x, index], attributes: { axis } }, input) {
    if (input !== 0) return undefined;
    return takeTransposeNode(index as AnyTensor, cotangent, axis, (x as AnyTensor).shape[axis] as number);
  },
  batch([x, index], [xBatched, indexBatched], { axis }) {
    const [values, indices] = [x as AnyTensor, index as AnyTensor];
    if (!indexBatched) return takeNode(values, indices, axis + 1);
    if (!xBatched) return takeNode(values, indices, axis).moveAxis(axis, 0);
    const shape = splice(values.shape, axis + 1, 1, indices.shape.slice(1));
    return gatherNode(values, spreadIndices(indices, values.shape, axis + 1), axis + 1).reshape(shape);
  },
  lower: (_, { axis }) => ({ kind: 'routine', routine: 'take', parameters: { axis } }),
});

const takeTransposeOp: Op<TakeTransposeAttributes> = freezeOp({
  name: 'takeTranspose',
  traits: {},
  shape: ([index, source], { axis, size }) =>
    splice((source as AnyTensor).shape, axis, (index as AnyTensor).shape.length, [size]),
  dtype: ([, source]) => (source as AnyTensor).dtype,
  vjp({ cotangent, inputs: [index], attributes: { axis } }, input) {
    return input === 1 ? takeNode(cotangent, index as AnyTensor, axis) : undefined;
  },
  batch([index, source], [indexBatched, sourceBatched], { axis, size }, examples) {
    const [indices, values] = [index as AnyTensor, source as AnyTensor];
    if (!indexBatched) return takeTransposeNode(indices, values, axis + 1, size);
    const batched = sourceBatched ? values : expand(values, [examples, ...values.shape]);
    // The axes of the indices become one, so that each example can be scattered by indices of its own.
    const picked = sizeOf(indices.shape.slice(1));
    const flat = batched.reshape(splice(batched.shape, axis + 1, indices.shape.length - 1, [picked]));
    return gatherTransposeNode(spreadIndices(indices, flat.shape, axis + 1), flat, axis + 1, size);
  },
  lower: (_, parameters) => ({ kind: 'routine', routine: 'takeTranspose', parameters }),
});

/** `output[i…, j…, k…] = x[i…, index[j…], k…]`, with int32 indices. */
export function takeNode(x: AnyTensor, index: AnyTensor, axis: number): AnyTensor {
  return createNode(takeOp, [x, index], { axis });
}

/** `output = 0; output[i…, index[j…], k…] += source[i…, j…, k…]`, with int32 indices: the transpose of take. */
export function takeTransposeNode(index: AnyTensor, source: AnyTensor, axis: number, size: number): AnyTensor {
  return createNode(takeTransposeOp, [index, source], { axis, size });
}

/** Indices `[examples, …]` of one axis, repeated over the other axes of a shape `[examples, …]` as gather needs them. */
function spreadIndices(indices: AnyTensor, shape: Shape, axis: number): AnyTensor {
  const [examples] = shape as [number];
  const picked = sizeOf(indices.shape.slice(1));
  const aligned = shape.map((_, at) => (at === 0 ? examples : at === axis ? picked : 1));
  return indices.reshape(aligned).expand(splice(shape, axis, 1, [picked]));
}

/** The shape with `count` axes from `axis` on replaced by others. */
function splice(shape: Shape, axis: number, count: number, replacement: Shape): number[] {
  return [...shape.slice(0, axis), ...replacement, ...shape.slice(axis + count)];
}
