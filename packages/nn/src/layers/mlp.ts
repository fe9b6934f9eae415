import { type AnyTensor, type FloatDType, type Promote, relu, type Safe, showShape, type Tensor } from '@adjoint/core';
import { Module } from '../module/module.js';
import { Dropout } from './dropout.js';
import { Linear, type LinearInput, type LinearOptions, type LinearRule, type LinearShape } from './linear.js';

/** The sizes of a multi-layer perceptron, from the input to the output. */
export type MlpSizes = readonly [number, ...number[], number];

/** How an {@link MLP} is made: its sizes, and what its linear layers take. */
export interface MlpOptions<Sizes extends MlpSizes = MlpSizes, D extends FloatDType = FloatDType>
  extends LinearOptions<D> {
  /** Input features, hidden units …, output features. */
  readonly sizes: Sizes;
  /** Behind each layer but the last; relu unless given. */
  readonly activation?: (x: AnyTensor) => AnyTensor;
  /** The probability of dropout behind each activation; 0 unless given. */
  readonly dropout?: number;
}

/** The first size. */
export type FirstSize<Sizes extends MlpSizes> = Sizes[0];

/** The last size. */
export type LastSize<Sizes extends MlpSizes> = Sizes extends readonly [...number[], infer Last extends number]
  ? Last
  : number;

/**
 * A multi-layer perceptron: linear layers with an activation between each two, y = W_n a(… a(W₁ x + b₁) …) + b_n. The
 * result is not activated: it holds scores (logits).
 *
 * Shapes: x `[…batch, first size]`, y `[…batch, last size]`.
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), chapter 6.
 *
 * @example
 * const model = new MLP({ sizes: [784, 128, 10] });
 * model.forward(zeros([32, 784])); // Tensor<[32, 10]>
 */
export class MLP<const Sizes extends MlpSizes = MlpSizes, D extends FloatDType = 'float32'> extends Module {
  declare readonly shapeRule?: LinearRule<FirstSize<Sizes>, LastSize<Sizes>>;

  readonly layers: readonly Linear<number, number, D>[];
  /** Behind each activation; null where nothing is dropped. */
  readonly dropout: Dropout | null;
  readonly activation: (x: AnyTensor) => AnyTensor;

  /** @throws RangeError where there are fewer than two sizes, or the dropout is not in [0, 1) */
  constructor({ sizes, activation = relu, dropout = 0, ...options }: MlpOptions<Sizes, D>) {
    super();
    if (sizes.length < 2) {
      throw new RangeError(`MLP: sizes ${showShape(sizes)} make no layer; give at least the input and the output size`);
    }
    const [first, ...rest] = sizes as readonly [number, ...number[]];
    let inputs = first;
    this.layers = rest.map((outputs) => {
      const layer = new Linear<number, number, D>(inputs, outputs, options);
      inputs = outputs;
      return layer;
    });
    this.activation = activation;
    const { generator } = options;
    this.dropout = dropout === 0 ? null : new Dropout(dropout, generator === undefined ? {} : { generator });
  }

  /** The scores. */
  override forward<X extends AnyTensor>(
    x: LinearInput<X, FirstSize<Sizes>, LastSize<Sizes>>,
  ): Tensor<Safe<LinearShape<X['shape'], FirstSize<Sizes>, LastSize<Sizes>>>, Promote<X['dtype'], D>>;
  override forward(x: AnyTensor): AnyTensor {
    const last = this.layers.length - 1;
    return this.layers.reduce((value: AnyTensor, layer, index) => {
      const result: AnyTensor = layer.forward(value);
      if (index === last) return result;
      const hidden = this.activation(result);
      return this.dropout === null ? hidden : this.dropout.forward(hidden);
    }, x);
  }
}
