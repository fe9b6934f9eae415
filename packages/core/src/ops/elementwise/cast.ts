import type { Lowering } from '../../backend/contract.js';
import { input } from '../../backend/scalar.js';
import { checkDType, type DType, isFloat } from '../../graph/dtype.js';
import { buildNode, createNode, resolve } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';

interface CastAttributes {
  readonly dtype: DType;
}

/** One object a dtype, for all nodes. */
const attributesOf: Readonly<Record<DType, CastAttributes>> = {
  float32: { dtype: 'float32' },
  float64: { dtype: 'float64' },
  int32: { dtype: 'int32' },
  uint8: { dtype: 'uint8' },
  bool: { dtype: 'bool' },
};

const lowering: Lowering = Object.freeze({ kind: 'elementwise', expression: input(0), numbers: [] });

const castOp: Op<CastAttributes> = freezeOp({
  name: 'cast',
  traits: { elementwise: true },
  shape: ([x]) => (x as AnyTensor).shape,
  dtype: (_, { dtype }) => dtype,
  vjp({ cotangent, inputs }) {
    const { dtype } = inputs[0] as AnyTensor;
    return isFloat(dtype) ? cotangent.cast(dtype) : undefined;
  },
  batch: (inputs, _, attributes) => createNode(castOp, inputs, attributes),
  lower: () => lowering,
});

/**
 * The tensor in another dtype. To an integer it truncates towards zero and wraps around; to bool it tells what differs
 * from zero (NaN does). The gradient is cast back; it is zero where either side is not a float.
 */
export function cast<X extends AnyTensor, D extends DType>(x: X, dtype: D): Tensor<X['shape'], D> {
  const node = resolve(x);
  if (node.dtype !== dtype) {
    checkDType('cast', dtype);
    return buildNode(castOp, [node], attributesOf[dtype], node.shape, dtype) as Tensor<X['shape'], D>;
  }
  return node as Tensor<X['shape'], D>;
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The tensor in another dtype; see {@link cast}. */
    cast<Me extends AnyTensor, D extends DType>(this: Me, dtype: D): Tensor<Me['shape'], D>;
  }
}
