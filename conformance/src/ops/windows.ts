import { type AnyTensor, fromArray } from '@adjoint/core';
import type { Attributes } from '../attributes.js';

/** How windows slide over the spatial axes, which are all but the first two. One number an axis. */
export interface Sliding {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  /** What the file calls so: before and after each axis. */
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  /** Whether a last window may reach beyond the right padding, if it starts before it. */
  readonly ceilMode: boolean;
}

export function slidingOf(attributes: Attributes, kernel: readonly number[]): Sliding {
  return {
    kernel,
    stride: attributes.integers('stride'),
    padding: attributes.integers('padding'),
    dilation: attributes.has('dilation') ? attributes.integers('dilation') : kernel.map(() => 1),
    ceilMode: attributes.has('ceil_mode') && attributes.boolean('ceil_mode'),
  };
}

interface AxisSliding {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  /** How many windows there are. */
  readonly count: number;
  /** What the last one needs beyond the right padding. */
  readonly beyond: number;
}

function alongAxis(size: number, sliding: Sliding, axis: number): AxisSliding {
  const [kernel, stride, padding, dilation] = [
    sliding.kernel[axis] as number,
    sliding.stride[axis] as number,
    sliding.padding[axis] as number,
    sliding.dilation[axis] as number,
  ];
  const extent = dilation * (kernel - 1) + 1;
  const steps = (size + 2 * padding - extent) / stride;
  let count = (sliding.ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
  if (sliding.ceilMode && (count - 1) * stride >= size + padding) count--;
  const beyond = Math.max(0, (count - 1) * stride + extent - size - 2 * padding);
  return { kernel, stride, padding, dilation, count, beyond };
}

/**
 * All windows of x: `(N, C, size…)` → `(N, C, count…, kernel…)`.
 *
 * @param filler what the padding holds
 * @param fillerBeyond what lies beyond the padding, where `ceilMode` lets a window reach
 */
export function windows(x: AnyTensor, sliding: Sliding, filler: number, fillerBeyond: number = filler): AnyTensor {
  const axes = x.shape.slice(2).map((size, axis) => alongAxis(size, sliding, axis));
  const pads = (pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] => [
    [0, 0],
    [0, 0],
    ...pairs,
  ];
  let result: AnyTensor = x.pad(pads(axes.map(({ padding }) => [padding, padding])), filler);
  result = result.pad(pads(axes.map(({ beyond }) => [0, beyond])), fillerBeyond);
  axes.forEach(({ count, kernel, stride, dilation }, axis) => {
    const sources = Int32Array.from(
      { length: count * kernel },
      (_, i) => Math.floor(i / kernel) * stride + (i % kernel) * dilation,
    );
    result = result.take(fromArray(sources, [count, kernel]), 2 + 2 * axis);
  });
  const counts = axes.map((_, axis) => 2 + 2 * axis);
  return result.permute([0, 1, ...counts, ...counts.map((axis) => axis + 1)]);
}
