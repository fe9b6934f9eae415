import type { Lowering } from '../../backend/contract.js';
import { input, runtimeNumber, select } from '../../backend/scalar.js';
import { buildNode, createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { BroadcastAll, BroadcastAllOperand, Safe } from '../../types/index.js';
import { expandTo } from '../movement/expand.js';
import {
  type JoinedDType,
  joinShapes,
  joinTwoDTypes,
  type Operand,
  type OperandShape,
  toElement,
  toTensor,
} from '../operand.js';
import { alignBatch, commonShape } from './define.js';
import { requireTensor } from './unary.js';

/** A side that is a number is a run-time number of the expression, so that it takes neither a node nor memory. */
interface WhereAttributes {
  readonly whenTrue?: number;
  readonly whenFalse?: number;
}

const noNumber: WhereAttributes = {};

const ofTensors: Lowering = Object.freeze({
  kind: 'elementwise',
  expression: select(input(0), input(1), input(2)),
  numbers: [],
});
const numberWhenTrue = select(input(0), runtimeNumber(0), input(1));
const numberWhenFalse = select(input(0), input(1), runtimeNumber(0));

const whereOp: Op<WhereAttributes> = freezeOp({
  name: 'where',
  traits: { elementwise: true },
  shape: (inputs) => commonShape('where', inputs),
  dtype: ([condition, side]) => {
    checkCondition(condition as AnyTensor);
    return (side as AnyTensor).dtype;
  },
  vjp({ cotangent, inputs, attributes: { whenTrue } }, index) {
    const [condition] = inputs as [AnyTensor];
    if (index === 0) return undefined;
    const isTrueSide = index === 1 && whenTrue === undefined;
    return isTrueSide ? condition.where(cotangent, 0) : condition.where(0, cotangent);
  },
  batch: (inputs, batched, attributes, size) => createNode(whereOp, alignBatch(inputs, batched, size), attributes),
  lower(_, { whenTrue, whenFalse }) {
    if (whenTrue !== undefined) return { kind: 'elementwise', expression: numberWhenTrue, numbers: [whenTrue] };
    if (whenFalse !== undefined) return { kind: 'elementwise', expression: numberWhenFalse, numbers: [whenFalse] };
    return ofTensors;
  },
});

function checkCondition({ dtype }: AnyTensor): void {
  if (dtype !== 'bool') {
    throw new TypeError(`where: expected a bool condition, got ${dtype}; compare first, for example x.ne(0)`);
  }
}

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
  const dtype = joinTwoDTypes('where', x, y);
  const shape = joinShapes('where', [condition, x, y]);
  checkCondition(condition);
  const choose = expandTo(resolve(condition), shape);
  if (typeof y === 'number') {
    return buildNode(whereOp, [choose, toTensor(x, dtype, shape)], { whenFalse: toElement(y, dtype) }, shape, dtype);
  }
  if (typeof x === 'number') {
    return buildNode(whereOp, [choose, toTensor(y, dtype, shape)], { whenTrue: toElement(x, dtype) }, shape, dtype);
  }
  const inputs = [choose, toTensor(x, dtype, shape), toTensor(y, dtype, shape)];
  return buildNode(whereOp, inputs, noNumber, shape, dtype);
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
