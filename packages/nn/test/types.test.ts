import { type AnyTensor, relu, type Tensor, tensor, zeros } from '@adjoint/core';
import {
  convertLabels,
  crossEntropy,
  Dropout,
  Flatten,
  gelu,
  glorotUniform,
  klDivergence,
  type Layer,
  Linear,
  leakyRelu,
  logSoftmax,
  MLP,
  Module,
  meanSquaredError,
  nllLoss,
  PReLU,
  Sequential,
  type SequentialStep,
  type ShapeRule,
  softmax,
  softmaxCrossEntropy,
} from '@adjoint/nn';
import { describe, expect, expectTypeOf, it } from 'vitest';

const layer = new Linear(784, 10);
const unknown: Tensor = zeros([2, 784]);
const batch: number = 2;

describe('the types of layers', () => {
  it('follow the shapes', () => {
    expectTypeOf(layer.forward(zeros([32, 784]))).toEqualTypeOf<Tensor<[32, 10], 'float32'>>();
    expectTypeOf(layer.forward(zeros([4, 8, 784])).shape).toEqualTypeOf<[4, 8, 10]>();
    expectTypeOf(layer.forward(zeros([batch, 784])).shape).toEqualTypeOf<[number, 10]>();
    expectTypeOf(layer.forward(zeros([784])).shape).toEqualTypeOf<[10]>();
    expectTypeOf(layer.forward(unknown).shape).toEqualTypeOf<readonly number[]>();
    expectTypeOf(layer.weight.shape).toEqualTypeOf<[10, 784]>();
    expectTypeOf(new Linear(3, 2, { dtype: 'float64' }).forward(zeros([1, 3])).dtype).toEqualTypeOf<'float64'>();
    expectTypeOf(new Flatten().forward(zeros([8, 28, 28])).shape).toEqualTypeOf<[8, 784]>();
    expectTypeOf(new Dropout().forward(zeros([8, 2])).shape).toEqualTypeOf<[8, 2]>();
    expectTypeOf(new PReLU().forward(zeros([8, 2])).shape).toEqualTypeOf<[8, 2]>();
    const model = new MLP({ sizes: [784, 32, 10] });
    expectTypeOf(model.forward(zeros([3, 784]))).toEqualTypeOf<Tensor<[3, 10], 'float32'>>();
  });

  it('hold inside functions over any batch', () => {
    const forward = <B extends number>(x: Tensor<[B, 784]>): Tensor<[B, 10]> => layer.forward(x);
    expectTypeOf(forward(zeros([5, 784])).shape).toEqualTypeOf<[5, 10]>();
  });

  it('let layers stand for layers', () => {
    const any: Linear = layer;
    const modules: Module[] = [any, new Dropout(), new MLP({ sizes: [1, 2] }), new Sequential(layer, relu)];
    const layers: Layer[] = [new Flatten(), any];
    const steps: SequentialStep[] = [layer, relu, (x) => leakyRelu(x, 0.2)];
    expectTypeOf(new Sequential(...steps).forward(unknown).shape).toExtend<readonly number[]>();
    expect([modules.length, layers.length, steps.length]).toEqual([4, 2, 3]);
  });

  it('name both shapes where an input does not fit', () => {
    // @ts-expect-error Linear takes [..., 784], not [32, 100]
    expect(() => layer.forward(zeros([32, 100]))).toThrow();
    // @ts-expect-error Linear takes [..., 784], not [2, 783]
    expect(() => new MLP({ sizes: [784, 2, 10] }).forward(zeros([2, 783]))).toThrow();
    expectTypeOf<
      Parameters<typeof layer.forward<Tensor<[32, 100]>>>[0]
    >().toEqualTypeOf<'Linear takes [..., 784], not [32, 100]'>();
  });
});

describe('the types of chains', () => {
  const model = new Sequential(new Flatten(), new Linear(784, 128), relu, new Dropout(0.1), gelu, new Linear(128, 10));

  it('follow the shape through layers and activations', () => {
    expectTypeOf(model.forward(zeros([32, 28, 28])).shape).toEqualTypeOf<[32, 10]>();
    expectTypeOf(model.forward(zeros([batch, 784])).shape).toEqualTypeOf<[number, 10]>();
    const nested = new Sequential(model, softmax, new Sequential(new Linear(10, 2)));
    expectTypeOf(nested.forward(zeros([4, 784])).shape).toEqualTypeOf<[4, 2]>();
    expectTypeOf(new Sequential().forward(zeros([4])).shape).toEqualTypeOf<[4]>();
  });

  it('are unknown behind what says nothing of its shape, and known again behind the next layer that does not need it', () => {
    const opaque = new Sequential(layer, (x: AnyTensor) => x.mul(2));
    expectTypeOf(opaque.forward(zeros([4, 784])).shape).toEqualTypeOf<readonly number[]>();
  });

  it('take rules of the user', () => {
    interface PairsRule extends ShapeRule {
      readonly output: this['input'] extends readonly [infer N extends number, number] ? [N, 2] : never;
    }
    class Pairs extends Module {
      declare readonly shapeRule?: PairsRule;
      override forward(x: AnyTensor): AnyTensor {
        return x.slice(null, [0, 2]);
      }
    }
    expectTypeOf(new Sequential(layer, new Pairs()).forward(zeros([4, 784])).shape).toEqualTypeOf<[4, 2]>();
    // @ts-expect-error step 1 does not take [3, 4, 10]
    expect(new Sequential(layer, new Pairs()).forward(zeros([3, 4, 784])).shape).toEqual([3, 2, 10]);
  });

  it('name the step that does not fit', () => {
    // @ts-expect-error step 2 does not take [?, 128]
    const broken = new Sequential(new Linear(784, 128), relu, new Linear(64, 10));
    // @ts-expect-error Sequential: step 1 does not take [32, 756]
    expect(() => model.forward(zeros([32, 28, 27]))).toThrow();
    expect(broken.layers).toHaveLength(3);
  });
});

describe('the types of losses', () => {
  const logits = zeros([8, 10]);
  const labels = zeros([8], 'int32');

  it('are scalars, or the shape of the labels', () => {
    expectTypeOf(softmaxCrossEntropy(logits, labels)).toEqualTypeOf<Tensor<[], 'float32'>>();
    expectTypeOf(softmaxCrossEntropy(logits, labels, { reduction: 'none' }).shape).toEqualTypeOf<[8]>();
    expectTypeOf(
      softmaxCrossEntropy(zeros([8, 3, 4, 5]), zeros([8, 4, 5], 'int32'), { reduction: 'none' }).shape,
    ).toEqualTypeOf<[8, 4, 5]>();
    expectTypeOf(softmaxCrossEntropy(logits, zeros([8, 10]), { reduction: 'none' }).shape).toEqualTypeOf<[8]>();
    expectTypeOf(softmaxCrossEntropy(zeros([10]), zeros([], 'int32'), { reduction: 'none' }).shape).toEqualTypeOf<[]>();
    expectTypeOf(nllLoss(logits, labels, { reduction: 'none' }).shape).toEqualTypeOf<[8]>();
    expectTypeOf(meanSquaredError(logits, zeros([8, 10], 'float64'))).toEqualTypeOf<Tensor<[], 'float64'>>();
    expectTypeOf(meanSquaredError(logits, logits, { reduction: 'none' }).shape).toEqualTypeOf<[8, 10]>();
    expectTypeOf(crossEntropy(logits, logits, { reduction: 'none' }).shape).toEqualTypeOf<[8]>();
    expectTypeOf(crossEntropy(logits, logits, { reduction: 'none', axis: 0 }).shape).toEqualTypeOf<[10]>();
    expectTypeOf(klDivergence(logits, logits, { reduction: 'batchmean' }).shape).toEqualTypeOf<[]>();
    expectTypeOf(logSoftmax(logits, 0).shape).toEqualTypeOf<[8, 10]>();
  });

  it('hold inside functions over any batch, and take unknown shapes', () => {
    const loss = <B extends number>(x: Tensor<[B, 784]>, y: Tensor<[B], 'int32'>): Tensor<[]> =>
      softmaxCrossEntropy(layer.forward(x), y);
    const error = <B extends number>(x: Tensor<[B, 784]>, y: Tensor<[B, 10]>): Tensor<[]> =>
      meanSquaredError(layer.forward(x), y);
    const loose: Tensor = softmaxCrossEntropy(layer.forward(unknown), zeros([2], 'int32') as Tensor);
    expect([loss(zeros([2, 784]), zeros([2], 'int32')).shape, error(zeros([2, 784]), zeros([2, 10])).shape]).toEqual([
      [],
      [],
    ]);
    expect(loose.shape).toEqual([]);
  });

  it('say what is wrong with a target', () => {
    // @ts-expect-error class indices are int32, not float32: cast('int32')
    expect(() => softmaxCrossEntropy(logits, zeros([8]))).toThrow();
    // @ts-expect-error logits [8, 10] need class indices [8] or distributions [8, 10], not [7]
    expect(() => softmaxCrossEntropy(logits, zeros([7], 'int32'))).toThrow();
    // @ts-expect-error one-hot targets and distributions are floats, not int32: cast('float32')
    expect(() => softmaxCrossEntropy(logits, zeros([8, 10], 'int32'))).toThrow();
    // @ts-expect-error the target [8] must have the shape of the prediction [8, 1]
    expect(() => meanSquaredError(zeros([8, 1]), zeros([8]))).toThrow();
    // @ts-expect-error scores [8, 10] need class indices [8], not [8, 10]
    expect(() => nllLoss(logits, zeros([8, 10], 'int32'))).toThrow();
    // @ts-expect-error the legal axes are -2 | -1 | 0 | 1
    expect(() => crossEntropy(logits, logits, { axis: 2 })).toThrow();
  });
});

describe('the types of labels and initialisers', () => {
  it('follow the encoding and the shape', () => {
    const index = tensor([0, 1], 'int32');
    const oneHot = convertLabels(index, { from: 'index', to: 'oneHot', classes: 3 });
    expectTypeOf(oneHot).toEqualTypeOf<Tensor<[2, 3], 'float32'>>();
    expectTypeOf(convertLabels(oneHot, { from: 'oneHot', to: 'index' })).toEqualTypeOf<Tensor<[2], 'int32'>>();
    expectTypeOf(convertLabels(tensor([0, 1]), { from: 'binary', to: 'oneHot' }).shape).toEqualTypeOf<[2, 2]>();
    expectTypeOf(
      convertLabels(tensor([0, 1]), { from: 'binary', to: 'sign', dtype: 'float64' }).dtype,
    ).toEqualTypeOf<'float64'>();
    expectTypeOf(glorotUniform([3, 4])).toEqualTypeOf<Tensor<[3, 4], 'float32'>>();
    expectTypeOf(glorotUniform([3, 4], { dtype: 'float64' }).dtype).toEqualTypeOf<'float64'>();
  });
});
