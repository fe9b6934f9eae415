import { type DType, isFloat } from '../../graph/dtype.js';

/** Refuses dtypes in which no continuous distribution makes sense. */
export function checkFloat(op: string, dtype: DType): void {
  if (!isFloat(dtype)) {
    throw new TypeError(`${op}: expected dtype float32 or float64, got ${dtype}; cast the result if you need ${dtype}`);
  }
}
