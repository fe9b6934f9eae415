import { allocate, type HostArray } from '../../graph/dtype.js';
import { sizeOf } from '../../graph/shape.js';
import type { SlotSpec } from '../contract.js';

/** A slot's contents: contiguous, row-major. */
export interface Buffer extends SlotSpec {
  readonly data: HostArray;
}

export function createBuffer(spec: SlotSpec): Buffer {
  return { ...spec, data: allocate(spec.dtype, sizeOf(spec.shape)) };
}

/** The elements as float64. Loops over one kind of array run several times as fast as over several. */
export function toFloat64({ data }: Buffer): Float64Array {
  return data instanceof Float64Array ? data : new Float64Array(data);
}
