import { createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { normaliseAxis } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { dropAxes } from './define.js';
import { checkNotEmpty } from './extreme.js';

interface ArgExtremeAttributes {
  readonly axis: number;
}

/** Where the largest or the smallest element along an axis stands. */
export function defineArgExtreme(
  name: string,
  extreme: 'minimum' | 'maximum',
): (x: AnyTensor, axis: number | undefined, keepDims: boolean) => AnyTensor {
  const op: Op<ArgExtremeAttributes> = freezeOp({
    name,
    traits: { stopsGradient: true },
    shape: ([x], { axis }) => (x as AnyTensor).shape.map((size, each) => (each === axis ? 1 : size)),
    dtype: () => 'int32',
    vjp: () => undefined,
    batch: (inputs, _, { axis }) => createNode(op, inputs, { axis: axis + 1 }),
    lower: (_, { axis }) => ({ kind: 'routine', routine: 'argExtreme', parameters: { axis, extreme } }),
  });
  return (x, axis, keepDims) => {
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
}
