import {
  type AnyTensor,
  type Fits,
  type FloatDType,
  type Generator,
  isFloat,
  type MatMul,
  type Promote,
  type Safe,
  type Shape,
  type Show,
  showShape,
  type Tensor,
  Variable,
} from '@adjoint/core';
import { layerDefault } from '../init/layer-default.js';
import type { Initialiser } from '../init/options.js';
import type { ShapeRule } from '../module/layer.js';
import { Module } from '../module/module.js';
import { requireTensor } from '../operand.js';

/** How a {@link Linear} layer is made. */
export interface LinearOptions<D extends FloatDType = FloatDType> {
  /** Whether a bias is added; true unless given. */
  readonly bias?: boolean;
  /** The dtype of the parameters; float32 unless given. */
  readonly dtype?: D;
  /** Where the initial values are drawn from; the default generator unless given. */
  readonly generator?: Generator;
  /** The start of the weight; U(−1/√in, 1/√in) unless given. */
  readonly weightInit?: Initialiser;
  /** The start of the bias; U(−1/√in, 1/√in) unless given. */
  readonly biasInit?: Initialiser;
}

/** The shapes of a linear layer: `[…, In]` to `[…, Out]`; `never` where the last axis differs. */
export interface LinearRule<In extends number, Out extends number> extends ShapeRule {
  readonly example: [number, In];
  readonly output: this['input'] extends infer S extends Shape ? LinearShape<S, In, Out> : never;
}

/** `LinearShape<[8, 4], 4, 2>` → `[8, 2]`. */
export type LinearShape<S extends Shape, In extends number, Out extends number> = MatMul<S, [In, Out]>;

/** An input that fits, or a sentence: `Linear takes [..., 784], not [32, 100]`. */
export type LinearInput<X extends AnyTensor, In extends number, Out extends number> = Fits<
  LinearShape<X['shape'], In, Out>,
  `Linear takes [..., ${In}], not ${Show<X['shape']>}`,
  X
>;

/**
 * A linear (affine, fully connected) layer: y = x Wᵀ + b.
 *
 * Shapes: x `[…batch, In]`, y `[…batch, Out]`, weight `[Out, In]`, bias `[Out]`. Weight and bias start uniform in
 * [−1/√In, 1/√In], as in PyTorch.
 *
 * @example
 * const layer = new Linear(784, 10);
 * layer.forward(zeros([32, 784])); // Tensor<[32, 10]>
 */
export class Linear<
  const In extends number = number,
  const Out extends number = number,
  D extends FloatDType = 'float32',
> extends Module {
  declare readonly shapeRule?: LinearRule<In, Out>;

  readonly inFeatures: In;
  readonly outFeatures: Out;
  readonly weight: Variable<[Out, In], D>;
  readonly bias: Variable<[Out], D> | null;

  /**
   * @throws RangeError where a number of features is not a non-negative integer
   * @throws TypeError where the dtype is no float, or an initialiser makes another shape or dtype
   */
  constructor(inFeatures: In, outFeatures: Out, options: LinearOptions<D> = {}) {
    super();
    checkFeatures(inFeatures, outFeatures);
    const { bias = true, dtype = 'float32' as D, generator, weightInit, biasInit } = options;
    if (!isFloat(dtype)) throw new TypeError(`Linear: parameters are float32 or float64, not ${String(dtype)}`);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    const weightShape: [Out, In] = [outFeatures, inFeatures];
    const draw = { dtype, weightShape, ...(generator === undefined ? {} : { generator }) };
    this.weight = parameter<[Out, In], D>('weight', weightShape, dtype, weightInit ?? layerDefault, draw);
    this.bias = bias ? parameter<[Out], D>('bias', [outFeatures], dtype, biasInit ?? layerDefault, draw) : null;
  }

  /** x Wᵀ + b. */
  override forward<X extends AnyTensor>(
    x: LinearInput<X, In, Out>,
  ): Tensor<Safe<LinearShape<X['shape'], In, Out>>, Promote<X['dtype'], D>>;
  override forward(x: AnyTensor): AnyTensor {
    requireTensor('Linear', x);
    if (x.shape.at(-1) !== this.inFeatures) {
      throw new RangeError(
        `Linear: expected a tensor of shape [..., ${this.inFeatures}], got ${showShape(x.shape)}; ` +
          `its last axis must hold the ${this.inFeatures} input features`,
      );
    }
    const product = x.matmul((this.weight as AnyTensor).transpose());
    return this.bias === null ? product : product.add(this.bias as AnyTensor);
  }
}

function checkFeatures(...features: readonly number[]): void {
  for (const count of features) {
    if (Number.isSafeInteger(count) && count >= 0) continue;
    throw new RangeError(`Linear: a number of features is an integer of at least 0, got ${count}`);
  }
}

function parameter<S extends Shape, D extends FloatDType>(
  name: string,
  shape: S,
  dtype: D,
  init: Initialiser,
  options: Parameters<Initialiser>[1],
): Variable<S, D> {
  const value = init(shape, options);
  if (showShape(value.shape) !== showShape(shape) || value.dtype !== dtype) {
    throw new TypeError(
      `Linear: the initialiser of the ${name} made ${value.dtype} ${showShape(value.shape)}, ` +
        `expected ${dtype} ${showShape(shape)}; use the shape and the dtype that it is given`,
    );
  }
  return new Variable(value as unknown as Tensor<S, D>, { name });
}
