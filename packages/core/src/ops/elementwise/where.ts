import { input, select } from '../../backend/scalar.js';
import { createNode } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { BroadcastAll, BroadcastAllOperand, Safe } from '../../types/index.js';
import { type JoinedDType, joinDTypes, joinShapes, type Operand, type OperandShape, toTensor } from '../operand.js';
import { alignBatch, commonShape } from './define.js';
import { requireTensor } from './unary.js';

const expression = select(input(0), input(1), input(2));

const whereOp: Op<undefined> = freezeOp({
  name: 'where',
  traits: { elementwise: true },
  shape: (inputs) => commonShape('where', inputs),
  dtype: ([condition, x]) => {
    if ((condition as AnyTensor).dtype !== 'bool') {
      throw new TypeError(
        `where: expected a bool condition, got ${(condition as AnyTensor).dtype}; compare first, for example x.ne(0)`,
      );
    }
    return (x as AnyTensor).dtype;
  },
  vjp({ cotangent, inputs }, index) {
    const [condition] = inputs as [AnyTensor];
    if (index === 0) return undefined;
    return index === 1 ? condition.where(cotangent, 0) : condition.where(0, cotangent);
  },
  batch: (inputs, batched, _, size) => createNode(whereOp, alignBatch(inputs, batched, size), undefined),
  lower: () => ({ kind: 'elementwise', expression, numbers: [] }),
});

/**
 * Elementwise choice: x where the condition is true, y elsewhere; all three broadcast. x and y are tensors of any dtype,
 * which are promoted, or numbers (two numbers make float32); the condition is bool.
 *
 * The gradient goes to x where the condition is true and to y elsewhere, exactly 0 to the side not chosen. A side that
 * is not chosen must still have finite derivatives of its own, else 0 · Infinity = NaN comes back from it: choose a safe
 * argument before the function, as in `safe.where(x, 1).log()`.
 *
 * @throws TypeError where the condition is not bool
 * @throws RangeError where the shapes do not broadcast together
 */
export function where<C extends AnyTensor, const X extends Operand, const Y extends Operand>(
  condition: C,
  x: X,
  y: BroadcastAllOperand<[C['shape'], OperandShape<X>, OperandShape<Y>], Y>,
): Tensor<Safe<BroadcastAll<[C['shape'], OperandShape<X>, OperandShape<Y>]>>, JoinedDType<X, Y>>;
export function where(condition: AnyTensor, x: Operand, y: Operand): AnyTensor {
  requireTensor('where', condition);
  const dtype = joinDTypes('where', [x, y]);
  const shape = joinShapes('where', [condition, x, y]);
  const inputs = [toTensor(condition, condition.dtype, shape), toTensor(x, dtype, shape), toTensor(y, dtype, shape)];
  return createNode(whereOp, inputs, undefined);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** x where this is true, y elsewhere; see {@link where}. */
    where<Me extends AnyTensor, const X extends Operand, const Y extends Operand>(
      this: Me,
      x: X,
      y: BroadcastAllOperand<[Me['shape'], OperandShape<X>, OperandShape<Y>], Y>,
    ): Tensor<Safe<BroadcastAll<[Me['shape'], OperandShape<X>, OperandShape<Y>]>>, JoinedDType<X, Y>>;
  }
}
