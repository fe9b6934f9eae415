import { createNode } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { expand } from '../movement/expand.js';

/** Gather and its transpose: each is the other's derivative. Here, index and source agree on all axes but `axis`. */

interface GatherAttributes {
  readonly axis: number;
}

interface ScatterAttributes extends GatherAttributes {
  /** The output's size along the axis. */
  readonly size: number;
}

const gatherOp: Op<GatherAttributes> = freezeOp({
  name: 'gather',
  traits: {},
  shape: ([, index]) => (index as AnyTensor).shape,
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp({ cotangent, inputs: [x, index], attributes: { axis } }, input) {
    return input === 0
      ? gatherTransposeNode(index as AnyTensor, cotangent, axis, (x as AnyTensor).shape[axis] as number)
      : undefined;
  },
  batch: (inputs, batched, { axis }, size) =>
    createNode(gatherOp, alignExamples(inputs, batched, size), { axis: axis + 1 }),
  lower: (_, { axis }) => ({ kind: 'routine', routine: 'gather', parameters: { axis } }),
});

/** `output[i, j, k] = x[i, index[i, j, k], k]`, with int32 indices. */
export function gatherNode(x: AnyTensor, index: AnyTensor, axis: number): AnyTensor {
  return createNode(gatherOp, [x, index], { axis });
}

/** Builds `output = 0; output[i, index[i, j, k], k] += source[i, j, k]`, with int32 indices. */
export type ScatterBuilder = (index: AnyTensor, source: AnyTensor, axis: number, size: number) => AnyTensor;

/** The transpose of gather under the name of the op that users called, which is what an error names. */
export function defineScatter(name: string): ScatterBuilder {
  const op: Op<ScatterAttributes> = freezeOp({
    name,
    traits: {},
    shape: ([index], { axis, size }) => (index as AnyTensor).shape.map((each, at) => (at === axis ? size : each)),
    dtype: ([, source]) => (source as AnyTensor).dtype,
    vjp({ cotangent, inputs: [index], attributes: { axis } }, input) {
      return input === 1 ? gatherNode(cotangent, index as AnyTensor, axis) : undefined;
    },
    batch(inputs, batched, { axis, size }, examples) {
      return createNode(op, alignExamples(inputs, batched, examples), { axis: axis + 1, size });
    },
    lower: (_, parameters) => ({ kind: 'routine', routine: 'gatherTranspose', parameters }),
  });
  return (index, source, axis, size) => createNode(op, [index, source], { axis, size });
}

/** The transpose of gather. */
export const gatherTransposeNode: ScatterBuilder = defineScatter('gatherTranspose');

function alignExamples(inputs: readonly AnyTensor[], batched: readonly boolean[], size: number): AnyTensor[] {
  return inputs.map((input, index) => (batched[index] ? input : expand(input, [size, ...input.shape])));
}
