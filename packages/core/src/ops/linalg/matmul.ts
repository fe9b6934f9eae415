import type { Promote } from '../../graph/dtype.js';
import { buildNode, createNode } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { broadcastShapes, type Shape, showShape, sizeOf } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { MatMul, MatMulOperand, Safe } from '../../types/index.js';
import { cast } from '../elementwise/cast.js';
import { expandTo } from '../movement/expand.js';
import { reshapeTo } from '../movement/reshape.js';
import { productDType } from './operands.js';

const lowering = { kind: 'routine', routine: 'matmul', parameters: {} } as const;

/** `[...batch, m, k] × [...batch, k, n]`: batch shapes and dtypes are equal. */
const matmulOp: Op<undefined> = freezeOp({
  name: 'matmul',
  traits: {},
  shape: ([left, right]) => productShape((left as AnyTensor).shape, (right as AnyTensor).shape),
  dtype: ([left]) => (left as AnyTensor).dtype,
  vjp({ cotangent, inputs: [left, right] }, index) {
    return index === 0
      ? cotangent.matmul((right as AnyTensor).transpose())
      : (left as AnyTensor).transpose().matmul(cotangent);
  },
  batch([left, right], [leftBatched, rightBatched], _, size) {
    const [x, y] = [left as AnyTensor, right as AnyTensor];
    if (leftBatched && rightBatched) return createNode(matmulOp, [x, y], undefined);
    // The examples of one side become further rows (or columns) of its matrix, so that the other side is not repeated.
    if (leftBatched) {
      const rank = x.shape.length;
      const [m, k] = x.shape.slice(-2) as [number, number];
      const rows = x.moveAxis(0, rank - 3).reshape([...x.shape.slice(1, -2), size * m, k]);
      const product = createNode(matmulOp, [rows, y], undefined);
      return product.reshape([...x.shape.slice(1, -2), size, m, y.shape.at(-1) as number]).moveAxis(rank - 3, 0);
    }
    const rank = y.shape.length;
    const [k, n] = y.shape.slice(-2) as [number, number];
    const columns = y.moveAxis(0, rank - 2).reshape([...y.shape.slice(1, -2), k, size * n]);
    const product = createNode(matmulOp, [x, columns], undefined);
    return product.reshape([...x.shape.slice(0, -1), size, n]).moveAxis(rank - 2, 0);
  },
  transposed: ([left, right]) => (right as AnyTensor).transpose().matmul((left as AnyTensor).transpose()),
  lower: () => lowering,
});

/**
 * The matrix product: (X·Y)ᵢⱼ = Σₖ xᵢₖ·yₖⱼ, over leading batch axes that broadcast. A 1-D operand is a row on the left
 * and a column on the right, and its axis disappears, so that two vectors give their inner product. Dtypes are
 * promoted; int32 wraps around. With no k the product is zero.
 *
 * ∂L/∂X = G·Yᵀ, ∂L/∂Y = Xᵀ·G for the cotangent G.
 *
 * @throws RangeError where the inner sizes differ, the batches do not broadcast, or an operand is a scalar
 * @throws TypeError where both operands are uint8 or bool
 */
export function matmul<A extends AnyTensor, B extends AnyTensor>(
  x: A,
  y: MatMulOperand<A['shape'], B>,
): Tensor<Safe<MatMul<A['shape'], B['shape']>>, Promote<A['dtype'], B['dtype']>>;
export function matmul(x: AnyTensor, y: AnyTensor): AnyTensor {
  const dtype = productDType('matmul', [x, y]);
  if (x.shape.length === 2 && y.shape.length === 2 && x.shape[1] === y.shape[0]) {
    return product(cast(x, dtype), cast(y, dtype));
  }
  const batch = checkShapes(x.shape, y.shape);
  const isRow = x.shape.length === 1;
  const isColumn = y.shape.length === 1;
  const left = isRow ? cast(x, dtype).reshape([1, x.shape[0] as number]) : cast(x, dtype);
  const right = isColumn ? cast(y, dtype).reshape([y.shape[0] as number, 1]) : cast(y, dtype);
  const matrices = multiply(left, right, batch);
  if (!isRow && !isColumn) return matrices;
  const shape = [...batch];
  if (!isRow) shape.push(left.shape.at(-2) as number);
  if (!isColumn) shape.push(right.shape.at(-1) as number);
  return matrices.reshape(shape);
}

function multiply(left: AnyTensor, right: AnyTensor, batch: Shape): AnyTensor {
  const [m, k] = left.shape.slice(-2) as [number, number];
  const [, n] = right.shape.slice(-2) as [number, number];
  if (right.shape.length === 2 && left.shape.length > 2) {
    // One matrix on the right for all: the batch becomes further rows.
    return product(reshapeTo(left, [sizeOf(batch) * m, k]), right).reshape([...batch, m, n]);
  }
  return product(expandTo(left, [...batch, m, k]), expandTo(right, [...batch, k, n]));
}

/** The node, on tensors that are no Variables and fit. */
function product(left: AnyTensor, right: AnyTensor): AnyTensor {
  return buildNode(matmulOp, [left, right], undefined, productShape(left.shape, right.shape), left.dtype);
}

function productShape(left: Shape, right: Shape): Shape {
  const shape = [...left];
  shape[shape.length - 1] = right[right.length - 1] as number;
  return shape;
}

/** The broadcast batch shape. */
function checkShapes(x: Shape, y: Shape): Shape {
  const refuse = (reason: string): never => {
    throw new RangeError(`matmul: cannot matmul ${showShape(x)} by ${showShape(y)}: ${reason}`);
  };
  if (x.length === 0 || y.length === 0) return refuse('a scalar has no inner dimension; use mul');
  const left = x.at(-1) as number;
  const right = (y.length === 1 ? y[0] : y.at(-2)) as number;
  if (left !== right) return refuse(`inner dimensions differ (${left} and ${right}); transpose or reshape an operand`);
  return (
    broadcastShapes(x.slice(0, -2), y.slice(0, -2)) ??
    refuse('batch dimensions do not broadcast; counted from the last, they must be equal or one of them 1')
  );
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The matrix product; see {@link matmul}. */
    matmul<Me extends AnyTensor, O extends AnyTensor>(
      this: Me,
      other: MatMulOperand<Me['shape'], O>,
    ): Tensor<Safe<MatMul<Me['shape'], O['shape']>>, Promote<Me['dtype'], O['dtype']>>;
  }
}
