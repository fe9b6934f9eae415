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
