import { type AnyTensor, full, Variable } from '@adjoint/core';
import { prelu } from '../activations/prelu.js';
import type { SameShapeRule } from '../module/layer.js';
import { Module } from '../module/module.js';
import type { FloatLike } from '../operand.js';

/** How a {@link PReLU} layer is made. */
export interface PReLUOptions {
  /** One slope for all (1, the default) or one for each channel. */
  readonly channels?: number;
  /** The axis that counts the channels; 1 unless given. */
  readonly channelAxis?: number;
  /** The slopes at the start; 0.25 unless given. */
  readonly initial?: number;
}

/** Parametric ReLU, see `prelu`: its slope is a parameter of shape `[channels]`, which starts at 0.25. */
export class PReLU extends Module {
  declare readonly shapeRule?: SameShapeRule;

  readonly weight: Variable<[number], 'float32'>;
  readonly channelAxis: number;

  constructor({ channels = 1, channelAxis = 1, initial = 0.25 }: PReLUOptions = {}) {
    super();
    this.weight = new Variable(full([channels], initial), { name: 'weight' });
    this.channelAxis = channelAxis;
  }

  /** x where x > 0, else weight · x. */
  override forward<X extends AnyTensor>(x: X): FloatLike<X> {
    return prelu(x, this.weight, this.channelAxis);
  }
}
