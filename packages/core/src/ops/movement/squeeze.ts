import { normaliseAxis, showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Safe, Squeeze, SqueezeArgument } from '../../types/index.js';

/**
 * Without the axis, which must be of size 1; without all axes of size 1 unless an axis is named.
 *
 * @throws RangeError where the axis does not exist or has another size
 */
export function squeeze<X extends AnyTensor, const A extends number | undefined = undefined>(
  x: X,
  axis?: SqueezeArgument<X['shape'], A>,
): Tensor<Safe<Squeeze<X['shape'], A>>, X['dtype']>;
export function squeeze(x: AnyTensor, axis?: number): AnyTensor {
  const { shape } = x;
  if (axis === undefined) return x.reshape(shape.filter((size) => size !== 1));
  const dropped = normaliseAxis('squeeze', axis, shape.length);
  if (shape[dropped] !== 1) {
    throw new RangeError(
      `squeeze: axis ${axis} of ${showShape(shape)} has size ${shape[dropped]}, not 1; only axes of size 1 can be dropped`,
    );
  }
  return x.reshape(shape.filter((_, position) => position !== dropped));
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Without an axis of size 1, or without all of them; see {@link squeeze}. */
    squeeze<Me extends AnyTensor, const A extends number | undefined = undefined>(
      this: Me,
      axis?: SqueezeArgument<Me['shape'], A>,
    ): Tensor<Safe<Squeeze<Me['shape'], A>>, Me['dtype']>;
  }
}
