import { createNode } from '../../graph/node.js';
import type { Op } from '../../graph/op.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';

const stopGradientOp: Op<undefined> = Object.freeze<Op<undefined>>({
  name: 'stopGradient',
  traits: { movement: true, stopsGradient: true },
  shape: ([x]) => (x as AnyTensor).shape,
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp: () => undefined,
  batch: (inputs) => createNode(stopGradientOp, inputs, undefined),
  lower: () => ({ kind: 'reshape' }),
});

/** The same value, taken as a constant: no gradient passes. */
export function stopGradient<X extends AnyTensor>(x: X): Tensor<X['shape'], X['dtype']> {
  return createNode(stopGradientOp, [x], undefined);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The same value, taken as a constant; see {@link stopGradient}. */
    stopGradient<Me extends AnyTensor>(this: Me): Tensor<Me['shape'], Me['dtype']>;
  }
}
