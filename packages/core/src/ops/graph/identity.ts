import type { Lowering } from '../../backend/contract.js';
import { buildNode, createNode, resolve } from '../../graph/node.js';
import type { Op } from '../../graph/op.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';

const lowering: Lowering = Object.freeze({ kind: 'reshape' });

const identityOp: Op<undefined> = Object.freeze<Op<undefined>>({
  name: 'identity',
  traits: { movement: true },
  shape: ([x]) => (x as AnyTensor).shape,
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp: ({ cotangent }) => cotangent,
  batch: (inputs) => createNode(identityOp, inputs, undefined),
  lower: () => lowering,
});

/** A node of its own with the same value: transforms tell their arguments apart by it. */
export function identity<X extends AnyTensor>(x: X): Tensor<X['shape'], X['dtype']> {
  return buildNode(identityOp, [resolve(x)], undefined, x.shape, x.dtype) as Tensor<X['shape'], X['dtype']>;
}
