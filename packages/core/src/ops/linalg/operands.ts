import { type DType, promote } from '../../graph/dtype.js';
import type { AnyTensor } from '../../graph/tensor.js';

/** The dtype of a product of tensors, their promoted one; it must have arithmetic. */
export function productDType(op: string, operands: readonly AnyTensor[]): DType {
  let { dtype } = operands[0] as AnyTensor;
  for (const operand of operands) dtype = promote(dtype, operand.dtype);
  if (dtype === 'uint8' || dtype === 'bool') {
    throw new TypeError(
      `${op}: expected float32, float64 or int32 tensors, got ${dtype}; cast first, for example x.cast('float32')`,
    );
  }
  return dtype;
}
