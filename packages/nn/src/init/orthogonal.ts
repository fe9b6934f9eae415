import {
  type FloatDType,
  fromArray,
  type Mutable,
  randomNormal,
  type Shape,
  showShape,
  sizeOf,
  type Tensor,
} from '@adjoint/core';
import { drawOptions, type InitOptions } from './options.js';

/** How {@link orthogonal} draws. */
export interface OrthogonalOptions<D extends FloatDType = FloatDType> extends InitOptions<D> {
  /** A factor on the matrix, see `gain`; 1 unless given. */
  readonly gain?: number;
}

/**
 * A random orthogonal matrix, times the gain. The weight (out, in, kernel…) is seen as the matrix (out, in · Π kernel):
 * its rows are orthonormal where it is wide, its columns where it is tall. It is uniform among such matrices: a normal
 * matrix, orthonormalised by Gram–Schmidt. The numbers are drawn at once and the matrix is computed on the host.
 *
 * Source: A. Saxe, J. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear
 * neural networks", ICLR 2014.
 *
 * @throws RangeError where the shape has fewer than two axes
 */
export function orthogonal<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options: OrthogonalOptions<D> = {},
): Tensor<Mutable<S>, D> {
  const [rows, ...columnShape] = shape as Shape;
  if (rows === undefined || columnShape.length === 0) {
    throw new RangeError(`orthogonal: shape ${showShape(shape)} is no matrix; give at least the two axes (out, in)`);
  }
  const columns = sizeOf(columnShape);
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const { dtype, ...rest } = drawOptions(options);
  const vectors = randomNormal([count, length], { ...rest, dtype: 'float64' }).dataSync();
  orthonormalise(vectors, count, length);
  const gain = options.gain ?? 1;
  const element = rows <= columns ? (index: number) => index : transposedIndex(rows, columns);
  const data = Float64Array.from(vectors, (_, index) => gain * (vectors[element(index)] as number));
  return fromArray(data, shape, { own: true }).cast(dtype ?? 'float32') as unknown as Tensor<Mutable<S>, D>;
}

/** Where element `index` of a row-major (rows, columns) matrix stands in its transpose. */
function transposedIndex(rows: number, columns: number): (index: number) => number {
  return (index) => (index % columns) * rows + Math.floor(index / columns);
}

/** Gram–Schmidt on `count` vectors stored one after the other. Done twice, because once loses orthogonality. */
function orthonormalise(vectors: Float64Array, count: number, length: number): void {
  for (let k = 0; k < count; k++) {
    const vector = vectors.subarray(k * length, (k + 1) * length);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < k; j++) {
        const other = vectors.subarray(j * length, (j + 1) * length);
        let dot = 0;
        for (let i = 0; i < length; i++) dot += (vector[i] as number) * (other[i] as number);
        for (let i = 0; i < length; i++) vector[i] = (vector[i] as number) - dot * (other[i] as number);
      }
    }
    let square = 0;
    for (const element of vector) square += element * element;
    const norm = Math.sqrt(square);
    for (let i = 0; i < length; i++) vector[i] = (vector[i] as number) / norm;
  }
}
