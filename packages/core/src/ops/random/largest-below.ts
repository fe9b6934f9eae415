import type { FloatDType } from '../../graph/dtype.js';

/** The largest number of the dtype below the bound, once that is rounded to the dtype. */
export function largestBelow(bound: number, dtype: FloatDType): number {
  const isSingle = dtype === 'float32';
  const host = isSingle ? new Float32Array([bound]) : new Float64Array([bound]);
  const rounded = host[0] as number;
  // The bits of a positive float count upwards with its value, those of a negative one downwards.
  if (rounded === 0) return isSingle ? -(2 ** -149) : -Number.MIN_VALUE;
  const bits = isSingle ? new Int32Array(host.buffer) : new BigInt64Array(host.buffer);
  const down = rounded > 0 ? -1 : 1;
  if (bits instanceof Int32Array) bits[0] = (bits[0] as number) + down;
  else bits[0] = (bits[0] as bigint) + BigInt(down);
  return host[0] as number;
}
