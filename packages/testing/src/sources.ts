import { type DType, fromArray, type HostArray, type Shape, type Tensor } from '@adjoint/core';

/** A tensor of the dtype from host data, which it takes over. */
export function sourceOf<D extends DType>(data: HostArray, shape: Shape, dtype: D): Tensor<Shape, D> {
  const tensor = fromArray(data, shape, { own: true });
  return tensor.cast(dtype);
}

/** A zeroed array that {@link sourceOf} takes for the dtype. */
export function hostArrayFor(dtype: DType, values: ArrayLike<number>): HostArray {
  switch (dtype) {
    case 'float32':
      return Float32Array.from(values);
    case 'float64':
      return Float64Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'uint8':
    case 'bool':
      return Uint8Array.from(values);
  }
}
