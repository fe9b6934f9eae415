import { type AnyTensor, type DType, isFloat, Tensor, type ToFloat, toFloat } from '@adjoint/core';

/** A tensor of the argument's shape and, where that is not a float, float32. */
export type FloatLike<X extends AnyTensor> = Tensor<X['shape'], ToFloat<X['dtype']>>;

/** Refuses what is no tensor. */
export function requireTensor(op: string, x: unknown, what = 'a tensor'): asserts x is AnyTensor {
  if (x instanceof Tensor) return;
  const got = x === null ? 'null' : Array.isArray(x) ? 'an array' : typeof x;
  throw new TypeError(`${op}: expected ${what}, got ${got}; wrap the data in tensor(…)`);
}

/** The tensor; integers and bools become float32. */
export function asFloat(op: string, x: unknown): AnyTensor {
  requireTensor(op, x);
  return x.cast(toFloat(x.dtype));
}

/** Refuses integers and bools, of which no gradient could be taken. */
export function requireFloat(op: string, what: string, x: unknown): asserts x is AnyTensor {
  requireTensor(op, x, `a tensor as ${what}`);
  if (isFloat(x.dtype)) return;
  throw new TypeError(`${op}: expected a float32 or float64 ${what}, got ${x.dtype}; cast it: .cast('float32')`);
}

/** The dtypes of class indices. */
export function isIndexDType(dtype: DType): boolean {
  return dtype === 'int32' || dtype === 'uint8';
}

/** The place of a row-major position in a shape, as messages show it: `[1, 3]`. */
export function showPosition(position: number, shape: readonly number[]): string {
  const place: number[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    place.unshift(position % size);
    position = Math.floor(position / size);
  }
  return `[${place.join(', ')}]`;
}
