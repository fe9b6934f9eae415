import { allocate, checkDType, type FloatDType } from '../../graph/dtype.js';
import { createSource } from '../../graph/node.js';
import type { Tensor } from '../../graph/tensor.js';

/**
 * `count` evenly spaced numbers from start to stop, both included and exact: xᵢ = start + i·(stop − start)/(count − 1).
 * One number is the start.
 *
 * @throws RangeError where the count is no whole number of at least 0, or a bound is not finite
 */
export function linspace<const N extends number>(start: number, stop: number, count: N): Tensor<[N], 'float32'>;
export function linspace<const N extends number, D extends FloatDType>(
  start: number,
  stop: number,
  count: N,
  dtype: D,
): Tensor<[N], D>;
export function linspace(start: number, stop: number, count: number, dtype: FloatDType = 'float32'): Tensor {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`linspace: the count must be a whole number of at least 0, got ${count}`);
  }
  if (!Number.isFinite(stop - start)) {
    throw new RangeError(`linspace: the bounds and their difference must be finite, got ${start} and ${stop}`);
  }
  checkDType('linspace', dtype);
  const host = allocate(dtype, count);
  const intervals = count - 1;
  for (let i = 0; i < count; i++) host[i] = start + (i * (stop - start)) / Math.max(intervals, 1);
  // The ends to the last bit: rounding may miss stop, and −0 + 0 is 0.
  if (count > 0) host[0] = start;
  if (count > 1) host[intervals] = stop;
  return createSource(host, [count], dtype);
}
