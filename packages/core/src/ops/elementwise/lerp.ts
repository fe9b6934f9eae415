import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { BroadcastAll, BroadcastAllOperand, Safe } from '../../types/index.js';
import { type Operand, type OperandDType, type OperandShape, unify } from '../operand.js';
import { checkDType } from './define.js';
import { requireTensor } from './unary.js';

/**
 * Linear interpolation: x + weight · (y − x), elementwise; all three broadcast. The dtype is the promoted one.
 * ∂/∂x = 1 − weight, ∂/∂y = weight, ∂/∂weight = y − x.
 *
 * It is this formula to the bit, so it is exact at weight 0, but at weight 1 it is y only up to rounding.
 *
 * @throws RangeError where the shapes do not broadcast together
 * @throws TypeError where all are uint8 or bool
 */
export function lerp<X extends AnyTensor, const Y extends Operand, const W extends Operand>(
  x: X,
  y: Y,
  weight: BroadcastAllOperand<[X['shape'], OperandShape<Y>, OperandShape<W>], W>,
): Tensor<
  Safe<BroadcastAll<[X['shape'], OperandShape<Y>, OperandShape<W>]>>,
  OperandDType<OperandDType<X['dtype'], Y>, W>
>;
export function lerp(x: AnyTensor, y: Operand, weight: Operand): AnyTensor {
  requireTensor('lerp', x);
  const [from, to, share] = unify('lerp', [x, y, weight]) as [AnyTensor, AnyTensor, AnyTensor];
  checkDType('lerp', from.dtype, 'numbers');
  return from.add(share.mul(to.sub(from)));
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** x + weight · (y − x); see {@link lerp}. */
    lerp<Me extends AnyTensor, const Y extends Operand, const W extends Operand>(
      this: Me,
      y: Y,
      weight: BroadcastAllOperand<[Me['shape'], OperandShape<Y>, OperandShape<W>], W>,
    ): Tensor<
      Safe<BroadcastAll<[Me['shape'], OperandShape<Y>, OperandShape<W>]>>,
      OperandDType<OperandDType<Me['dtype'], Y>, W>
    >;
  }
}
