import { bytesPerElement } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { KernelContext } from '../context.js';
import type { Location } from '../location.js';

export { runConcat } from './concat.js';
export { runPad } from './pad.js';
export { runView } from './view.js';

/** The same elements under another shape, where they may not share their place. */
export function runReshape(context: KernelContext, input: Location, output: Location): void {
  const bytes = sizeOf(input.shape) * bytesPerElement[input.dtype];
  if (input.offset !== output.offset) context.bytes().copyWithin(output.offset, input.offset, input.offset + bytes);
}
