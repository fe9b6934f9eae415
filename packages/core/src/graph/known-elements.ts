import type { HostArray } from './dtype.js';
import { resolve } from './node.js';
import type { AnyTensor } from './tensor.js';
import { isOnHost } from './value.js';

/**
 * The elements, where the host has them already, as of a source: only then are they checked at the call. Nobody may
 * write to them.
 */
export function knownElements(x: AnyTensor): HostArray | undefined {
  const { value } = resolve(x);
  return value !== undefined && isOnHost(value) ? value : undefined;
}
