import { knownElements } from '../../graph/known-elements.js';
import { resolve } from '../../graph/node.js';
import { checkIndices, type Shape, showShape } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { cast } from '../elementwise/cast.js';

/** The dtypes of index tensors. */
export type IndexDType = 'int32' | 'uint8';

/** `indices are int32 or uint8 tensors, not float32`, where the dtype is known to be no other. */
export type IndexArgument<I extends AnyTensor> = [I['dtype'] & IndexDType] extends [never]
  ? `indices are int32 or uint8 tensors, not ${I['dtype']}`
  : I;

/**
 * The index tensor as int32. Its values are checked now where the host knows them, else when it is evaluated.
 *
 * @throws TypeError where the dtype is not an integer
 * @throws RangeError where a known value lies outside [0, size)
 */
export function toIndices(op: string, indices: AnyTensor, size: number): AnyTensor {
  const node = resolve(indices);
  if (node.dtype !== 'int32' && node.dtype !== 'uint8') {
    throw new TypeError(
      `${op}: indices must be int32 or uint8, got ${node.dtype} ${showShape(node.shape)}; ` +
        "convert them first: indices.cast('int32')",
    );
  }
  const known = knownElements(node);
  if (known !== undefined) checkIndices(op, known, node.shape, size);
  return cast(node, 'int32');
}

/** Refuses indices of another rank than x, or longer along another axis than `axis`. */
export function checkWithin(op: string, x: Shape, indices: Shape, axis: number): void {
  if (indices.length === x.length && indices.every((size, at) => at === axis || size <= (x[at] as number))) return;
  throw new RangeError(
    `${op}: indices of shape ${showShape(indices)} do not fit a tensor of shape ${showShape(x)} along axis ${axis}; ` +
      'they need as many axes, and along the others at most its sizes',
  );
}
