import { type DType, type FloatDType, isFloat, type Promote, promote } from '../graph/dtype.js';
import { broadcastShapes, type Shape, sameShape, showShape } from '../graph/shape.js';
import { type AnyTensor, Tensor } from '../graph/tensor.js';
import { fill } from './creation/full.js';
import { cast } from './elementwise/cast.js';
import { expandTo } from './movement/expand.js';

/** What an elementwise op takes: a tensor, or a number that adopts the other operand's dtype. */
export type Operand = AnyTensor | number;

/** The shape of an operand; a number is a scalar. */
export type OperandShape<O> = O extends AnyTensor ? O['shape'] : [];

/** The dtype of an elementwise op on a tensor dtype and an operand. A fraction turns integers into float32. */
export type OperandDType<D extends DType, O> = O extends AnyTensor
  ? Promote<D, O['dtype']>
  : D extends FloatDType
    ? D
    : O extends number
      ? number extends O
        ? 'int32' | 'float32'
        : `${O}` extends `${bigint}`
          ? 'int32'
          : 'float32'
      : never;

/** The dtype of an elementwise op on two operands, at least one of them a tensor. */
export type JoinedDType<A, B> = A extends AnyTensor
  ? OperandDType<A['dtype'], B>
  : B extends AnyTensor
    ? OperandDType<B['dtype'], A>
    : 'float32';

/** Brings operands to one dtype and one shape, as elementwise ops need them. */
export function unify(op: string, operands: readonly Operand[]): AnyTensor[] {
  const dtype = joinDTypes(op, operands);
  const shape = joinShapes(op, operands);
  return operands.map((operand) => toTensor(operand, dtype, shape));
}

/** The shape that all operands broadcast to. */
export function joinShapes(op: string, operands: readonly Operand[]): Shape {
  let joined: Shape = [];
  for (const operand of operands) {
    if (!(operand instanceof Tensor)) continue;
    const next = broadcastShapes(joined, operand.shape);
    if (next === undefined) {
      const shapes = operands.map((each) => (each instanceof Tensor ? showShape(each.shape) : '[]'));
      throw new RangeError(
        `${op}: cannot broadcast ${shapes.join(' with ')}; ` +
          'counted from the last axis, sizes must be equal or one of them 1',
      );
    }
    joined = next;
  }
  return joined;
}

/** {@link joinShapes} of two operands, most of which have one shape. */
export function joinTwoShapes(op: string, x: Operand, y: Operand): Shape {
  if (typeof x === 'number') return (y as AnyTensor).shape;
  if (typeof y === 'number') return x.shape;
  return sameShape(x.shape, y.shape) ? x.shape : joinShapes(op, [x, y]);
}

/** PyTorch's promotion; a number adopts the tensors' dtype, but a fraction makes integers float32. */
export function joinDTypes(op: string, operands: readonly Operand[]): DType {
  let joined: DType | undefined;
  for (const operand of operands) {
    if (operand instanceof Tensor) joined = joined === undefined ? operand.dtype : promote(joined, operand.dtype);
    else if (typeof operand !== 'number') {
      throw new TypeError(`${op}: expected a tensor or a number, got ${typeof operand}; wrap the data in tensor(…)`);
    }
  }
  if (joined === undefined) return 'float32';
  if (isFloat(joined)) return joined;
  for (const operand of operands) {
    if (operand instanceof Tensor) continue;
    if (!Number.isInteger(operand)) return 'float32';
    joined = promote(joined, 'int32');
  }
  return joined;
}

/** {@link joinDTypes} of two operands, most of which have one dtype. */
export function joinTwoDTypes(op: string, x: Operand, y: Operand): DType {
  return x instanceof Tensor && y instanceof Tensor && x.dtype === y.dtype ? x.dtype : joinDTypes(op, [x, y]);
}

/** A tensor of the dtype and shape: cast and expanded where it has others, filled where it is a number. */
export function toTensor(operand: Operand, dtype: DType, shape: Shape): AnyTensor {
  if (typeof operand === 'number') return fill(shape, dtype, operand);
  return expandTo(cast(operand, dtype), shape);
}

/** The number as an element holds it, of the dtype that it joined with a tensor: a float dtype or int32. */
export function toElement(value: number, dtype: DType): number {
  if (dtype === 'float64') return value;
  return dtype === 'float32' ? Math.fround(value) : value | 0;
}
