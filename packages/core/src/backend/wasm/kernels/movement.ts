import { bytesPerElement } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { KernelContext } from '../context.js';
import type { Location } from '../location.js';
import { copyBytes } from './bytes.js';

export { runConcat } from './concat.js';
export { runPad } from './pad.js';
export { runView } from './view.js';

/** The same elements under another shape, where they may not share their place. */
export function runReshape(context: KernelContext, input: Location, output: Location): void {
  copyBytes(context, input.offset, output.offset, sizeOf(input.shape) * bytesPerElement[input.dtype]);
}
