import { type AnyTensor, showShape } from '@adjoint/core';
import { asFloat, type FloatLike, requireFloat } from '../operand.js';

/**
 * Parametric ReLU: x where x > 0, else weight · x, with a weight that is learned: ∂/∂weight sums x over the elements
 * where x ≤ 0.
 *
 * Source: K. He et al., "Delving deep into rectifiers", ICCV 2015.
 *
 * @param weight one number (`[]` or `[1]`), or one for each channel (`[C]`)
 * @param channelAxis the axis of x that counts the channels; 1 unless given
 * @throws RangeError where the weight is neither one number nor as many as there are channels
 */
export function prelu<X extends AnyTensor>(x: X, weight: AnyTensor, channelAxis?: number): FloatLike<X>;
export function prelu(x: AnyTensor, weight: AnyTensor, channelAxis = 1): AnyTensor {
  const z = asFloat('prelu', x);
  requireFloat('prelu', 'weight', weight);
  const positive = z.gt(0);
  return positive.where(z, positive.where(0, z).mul(alongChannels(z, weight, channelAxis)));
}

function alongChannels(x: AnyTensor, weight: AnyTensor, channelAxis: number): AnyTensor {
  const [size] = weight.shape;
  if (weight.shape.length === 0 || (weight.shape.length === 1 && size === 1)) return weight.reshape([]);
  const axis = channelAxis < 0 ? channelAxis + x.shape.length : channelAxis;
  if (size === undefined || weight.shape.length !== 1 || x.shape[axis] !== size) {
    throw new RangeError(
      `prelu: a weight of shape ${showShape(weight.shape)} does not fit x of shape ${showShape(x.shape)} with channels ` +
        `on axis ${channelAxis}; give one number, or one for each channel`,
    );
  }
  return weight.reshape(x.shape.map((_, each) => (each === axis ? size : 1)));
}
