import { type AnyTensor, type Generator, randomBernoulli, type Tensor } from '@adjoint/core';
import type { SameShapeRule } from '../module/layer.js';
import { Module } from '../module/module.js';
import { asFloat, type FloatLike } from '../operand.js';

/** How a {@link Dropout} layer draws. */
export interface DropoutOptions {
  /** Where the masks are drawn from; the default generator unless given. */
  readonly generator?: Generator;
}

/**
 * Dropout. In training, each element becomes 0 with probability p, independently and anew at each call, and the others
 * are divided by 1 − p, so that the expected value stays. In inference (after `eval()`) it is the identity.
 *
 * Source: N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15 (2014).
 */
export class Dropout extends Module {
  declare readonly shapeRule?: SameShapeRule;

  readonly probability: number;
  readonly #generator: Generator | undefined;

  /**
   * @param probability of an element to be dropped, in [0, 1); 0.5 unless given
   * @throws RangeError where it is not
   */
  constructor(probability = 0.5, options: DropoutOptions = {}) {
    super();
    if (!(probability >= 0 && probability < 1)) {
      throw new RangeError(
        `Dropout: the probability of dropping must lie in [0, 1), got ${probability}; at 1 nothing would be left`,
      );
    }
    this.probability = probability;
    this.#generator = options.generator;
  }

  /** The elements that are kept, scaled, in training; x itself in inference. */
  override forward<X extends AnyTensor>(x: X): FloatLike<X>;
  override forward(x: AnyTensor): Tensor {
    const z = asFloat('Dropout', x);
    if (!this.training || this.probability === 0) return z;
    const kept = 1 - this.probability;
    const options = this.#generator === undefined ? {} : { generator: this.#generator };
    return randomBernoulli(z.shape, kept, options).where(z.div(kept), 0);
  }
}
