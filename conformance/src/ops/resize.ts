import { type AnyTensor, fromArray } from '@adjoint/core';
import { type Operations, unary } from './operation.js';

/** The share of input position `from` in output position `to`, for an axis of a size that becomes another. */
type Share = (to: number, from: number, outputSize: number, inputSize: number) => number;

/** Resamples each spatial axis (all but the first two) by a matrix of shares. */
function resample(x: AnyTensor, sizes: readonly number[], share: Share): AnyTensor {
  return sizes.reduce((result: AnyTensor, outputSize, index) => {
    const axis = index + 2;
    const inputSize = x.shape[axis] as number;
    const matrix = Float64Array.from({ length: inputSize * outputSize }, (_, i) =>
      share(i % outputSize, Math.floor(i / outputSize), outputSize, inputSize),
    );
    const shares = fromArray(matrix, [inputSize, outputSize]).cast(x.dtype);
    return result.moveAxis(axis, -1).matmul(shares).moveAxis(-1, axis);
  }, x);
}

/** Where output position `to` lies on the input axis. */
function bilinearSource(to: number, outputSize: number, inputSize: number, alignCorners: boolean): number {
  if (alignCorners) return outputSize === 1 ? 0 : (to * (inputSize - 1)) / (outputSize - 1);
  return Math.max(0, ((to + 0.5) * inputSize) / outputSize - 0.5);
}

export const resizeOperations: Operations = {
  adaptive_avg_pool2d: unary((x, attributes) =>
    resample(x, attributes.integers('size'), (to, from, outputSize, inputSize) => {
      const start = Math.floor((to * inputSize) / outputSize);
      const stop = Math.ceil(((to + 1) * inputSize) / outputSize);
      return from >= start && from < stop ? 1 / (stop - start) : 0;
    }),
  ),
  interpolate_bilinear: unary((x, attributes) => {
    const alignCorners = attributes.boolean('align_corners');
    return resample(x, attributes.integers('size'), (to, from, outputSize, inputSize) => {
      const source = Math.min(bilinearSource(to, outputSize, inputSize, alignCorners), inputSize - 1);
      return Math.max(0, 1 - Math.abs(source - from));
    });
  }),
  interpolate_nearest: unary((x, attributes) =>
    attributes.integers('size').reduce((result: AnyTensor, outputSize, index) => {
      const inputSize = x.shape[index + 2] as number;
      const sources = Int32Array.from({ length: outputSize }, (_, i) => Math.floor((i * inputSize) / outputSize));
      return result.take(fromArray(sources, [outputSize]), index + 2);
    }, x),
  ),
  pixel_shuffle: unary((x, attributes) => {
    const [batch = 0, channels = 0, height = 0, width = 0] = x.shape;
    const factor = attributes.integer('factor');
    return x
      .reshape([batch, channels / factor ** 2, factor, factor, height, width])
      .permute([0, 1, 4, 2, 5, 3])
      .reshape([batch, channels / factor ** 2, height * factor, width * factor]);
  }),
};
