import { createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { normaliseAxes, stridesOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Axes, AxesArgument } from '../../types/index.js';

interface FlipAttributes {
  readonly axes: readonly number[];
}

const flipOp: Op<FlipAttributes> = freezeOp({
  name: 'flip',
  traits: { movement: true },
  shape: ([x]) => (x as AnyTensor).shape,
  dtype: ([x]) => (x as AnyTensor).dtype,
  vjp: ({ cotangent, attributes }) => cotangent.flip(attributes.axes),
  batch: (inputs, _, { axes }) => createNode(flipOp, inputs, { axes: axes.map((axis) => axis + 1) }),
  lower([x], { axes }) {
    const { shape } = x as AnyTensor;
    const strides = stridesOf(shape);
    let offset = 0;
    for (const axis of axes) {
      const stride = strides[axis] as number;
      offset += stride * Math.max(0, (shape[axis] as number) - 1);
      strides[axis] = -stride;
    }
    return { kind: 'view', offset, strides };
  },
});

/**
 * The elements in reverse order along axes, all of them unless said otherwise. The gradient is reversed too.
 *
 * @throws RangeError where an axis does not exist or is named twice
 */
export function flip<X extends AnyTensor, const A extends Axes = undefined>(
  x: X,
  axes?: AxesArgument<X['shape'], A>,
): Tensor<X['shape'], X['dtype']>;
export function flip(x: AnyTensor, axes?: Axes): AnyTensor {
  const node = resolve(x);
  const reversed = normaliseAxes('flip', axes, node.shape.length);
  return reversed.length === 0 ? node : createNode(flipOp, [node], { axes: reversed });
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The elements in reverse order along axes; see {@link flip}. */
    flip<Me extends AnyTensor, const A extends Axes = undefined>(
      this: Me,
      axes?: AxesArgument<Me['shape'], A>,
    ): Tensor<Me['shape'], Me['dtype']>;
  }
}
