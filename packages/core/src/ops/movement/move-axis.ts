import { resolve } from '../../graph/node.js';
import { normaliseAxis } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { AxisArgument, MoveAxis, Safe } from '../../types/index.js';
import { permuteTo } from './permute.js';

/**
 * One axis taken out and put at another place; the others keep their order. The gradient is moved back.
 *
 * @example
 * moveAxis(zeros([2, 3, 4]), 0, -1); // shape [3, 4, 2]
 *
 * @param from the axis to move
 * @param to its place in the result
 * @throws RangeError where an axis does not exist
 */
export function moveAxis<X extends AnyTensor, const From extends number, const To extends number>(
  x: X,
  from: AxisArgument<X['shape'], From>,
  to: AxisArgument<X['shape'], To>,
): Tensor<Safe<MoveAxis<X['shape'], From, To>>, X['dtype']>;
export function moveAxis(x: AnyTensor, from: number, to: number): AnyTensor {
  const rank = x.shape.length;
  const source = normaliseAxis('moveAxis', from, rank);
  const place = normaliseAxis('moveAxis', to, rank);
  const node = resolve(x);
  if (source === place) return node;
  const axes = x.shape.map((_, axis) => axis);
  axes.splice(source, 1);
  axes.splice(place, 0, source);
  return permuteTo(node, axes);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** One axis put at another place; see {@link moveAxis}. */
    moveAxis<Me extends AnyTensor, const From extends number, const To extends number>(
      this: Me,
      from: AxisArgument<Me['shape'], From>,
      to: AxisArgument<Me['shape'], To>,
    ): Tensor<Safe<MoveAxis<Me['shape'], From, To>>, Me['dtype']>;
  }
}
