import { type AnyTensor, fromArray, type Generator, randomPermutation, type Tensor } from 'adjoint';
import type { LabelledImages } from './dataset.js';

/** Images and labels as tensors; the whole set is one source, and a batch takes rows of it. */
export interface ImageSet {
  readonly images: Tensor<[number, number], 'uint8'>;
  readonly labels: Tensor<[number], 'uint8'>;
  readonly count: number;
}

export interface Batch {
  /** Pixels from 0 to 1. */
  readonly images: Tensor<[number, number], 'float32'>;
  readonly labels: Tensor<[number], 'int32'>;
}

/** The first `limit` images of a set. */
export function toImageSet(data: LabelledImages, limit: number): ImageSet {
  const count = Math.min(limit, data.count);
  const pixels = data.rows * data.columns;
  return {
    images: fromArray(data.images.subarray(0, count * pixels), [count, pixels]),
    labels: fromArray(data.labels.subarray(0, count), [count]),
    count,
  };
}

/** All batches of a set once, in an order that the generator draws, or in order without one. */
export function* batchesOf(set: ImageSet, size: number, generator?: Generator): Iterable<Batch> {
  const order = generator === undefined ? undefined : randomPermutation(set.count, { generator }).dataSync();
  for (let start = 0; start < set.count; start += size) {
    const end = Math.min(start + size, set.count);
    const rows = order === undefined ? range(start, end) : order.slice(start, end);
    const indices: AnyTensor = fromArray(rows, [end - start], { own: true });
    yield {
      images: set.images
        .take(indices as Tensor<[number], 'int32'>)
        .cast('float32')
        .div(255),
      labels: set.labels.take(indices as Tensor<[number], 'int32'>).cast('int32'),
    };
  }
}

function range(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, index) => start + index);
}
