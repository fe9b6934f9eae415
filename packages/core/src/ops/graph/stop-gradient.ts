import type { Lowering } from '../../backend/contract.js';
import { buildNode, createNode, resolve } from '../../graph/node.js';
import type { Op } from '../../graph/op.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';

const lowering: Lowering = Object.freeze({ kind: 'reshape' });

const stopGradientOp: Op<undefined> = Object.freeze<Op<undefined>>({
  name: 'stopGradient',
  traits: { movement: true, stopsGradient: true },
  shape: ([x]) => (x as AnyTensor).shape,
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp: () => undefined,
  batch: (inputs) => createNode(stopGradientOp, inputs, undefined),
  lower: () => lowering,
});

/** The same value, taken as a constant: no gradient passes. */
export function stopGradient<X extends AnyTensor>(x: X): Tensor<X['shape'], X['dtype']> {
  return buildNode(stopGradientOp, [resolve(x)], undefined, x.shape, x.dtype) as Tensor<X['shape'], X['dtype']>;
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The same value, taken as a constant; see {@link stopGradient}. */
    stopGradient<Me extends AnyTensor>(this: Me): Tensor<Me['shape'], Me['dtype']>;
  }
}
