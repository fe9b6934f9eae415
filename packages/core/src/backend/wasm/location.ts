import type { SlotSpec } from '../contract.js';

/** Where a slot's elements lie in linear memory: contiguous, row-major, from a byte offset that is a multiple of 16. */
export interface Location extends SlotSpec {
  readonly offset: number;
}
