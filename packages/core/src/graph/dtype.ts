/**
 * The element types of tensors and how they mix.
 *
 * `uint8` is a storage dtype: it can be created, cast, moved, indexed and compared, and it is promoted when it meets
 * another dtype, but arithmetic on it alone is refused.
 */
export type DType = 'float32' | 'float64' | 'int32' | 'uint8' | 'bool';

/** The dtypes that carry gradients. */
export type FloatDType = 'float32' | 'float64';

interface HostArrays {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
  readonly bool: Uint8Array;
}

/** The typed array that holds the elements of a dtype on the host; a bool is a byte, 0 or 1. */
export type HostArray<D extends DType = DType> = HostArrays[D];

/** The dtype of an operation on two tensors: PyTorch's table, from which the static type follows. */
export const promotion = {
  bool: { bool: 'bool', uint8: 'uint8', int32: 'int32', float32: 'float32', float64: 'float64' },
  uint8: { bool: 'uint8', uint8: 'uint8', int32: 'int32', float32: 'float32', float64: 'float64' },
  int32: { bool: 'int32', uint8: 'int32', int32: 'int32', float32: 'float32', float64: 'float64' },
  float32: { bool: 'float32', uint8: 'float32', int32: 'float32', float32: 'float32', float64: 'float64' },
  float64: { bool: 'float64', uint8: 'float64', int32: 'float64', float32: 'float64', float64: 'float64' },
} as const;

/** `Promote<'int32', 'float32'>` is `'float32'`. */
export type Promote<A extends DType, B extends DType> = (typeof promotion)[A][B];

/** `ToFloat<'int32'>` is `'float32'`; a float dtype is itself. True division and transcendental functions use it. */
export type ToFloat<D extends DType> = D extends FloatDType ? D : 'float32';

export function promote(a: DType, b: DType): DType {
  return promotion[a][b];
}

export function toFloat(dtype: DType): FloatDType {
  return dtype === 'float64' ? 'float64' : 'float32';
}

export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === 'float32' || dtype === 'float64';
}

export const dtypes: readonly DType[] = ['float32', 'float64', 'int32', 'uint8', 'bool'];

/** Refuses a name that is no dtype's, for callers without a compiler. */
export function checkDType(op: string, dtype: DType): void {
  if (!Object.hasOwn(bytesPerElement, dtype)) {
    throw new TypeError(`${op}: '${String(dtype)}' is no dtype; use ${dtypes.join(', ')}`);
  }
}

export const bytesPerElement: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, uint8: 1, bool: 1 };

/** A zeroed host array. */
export function allocate<D extends DType>(dtype: D, length: number): HostArray<D>;
export function allocate(dtype: DType, length: number): HostArray {
  switch (dtype) {
    case 'float32':
      return new Float32Array(length);
    case 'float64':
      return new Float64Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'uint8':
    case 'bool':
      return new Uint8Array(length);
  }
}
