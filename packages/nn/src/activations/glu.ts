import { type AnyTensor, type Shape, showShape, type Tensor, type ToFloat } from '@adjoint/core';
import { asFloat } from '../operand.js';
import { normaliseAxis } from './softmax.js';

/**
 * Gated linear unit: the tensor is split in halves a and b along the axis, and the result is a · σ(b).
 *
 * Source: Y. Dauphin et al., "Language modeling with gated convolutional networks", ICML 2017.
 *
 * @throws RangeError where the axis does not exist or its size is odd
 */
export function glu<X extends AnyTensor>(x: X, axis?: number): Tensor<Shape, ToFloat<X['dtype']>>;
export function glu(x: AnyTensor, axis = -1): AnyTensor {
  const z = asFloat('glu', x);
  const at = normaliseAxis('glu', axis, z.shape);
  const size = z.shape[at] as number;
  if (size % 2 !== 0) {
    throw new RangeError(`glu: axis ${axis} of ${showShape(z.shape)} has ${size} elements; halves need an even number`);
  }
  const [value, gate] = z.split([size / 2, size / 2], at) as [AnyTensor, AnyTensor];
  return value.mul(gate.sigmoid());
}
