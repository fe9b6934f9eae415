import {
  type AnyTensor,
  Generator,
  grad,
  ones,
  relu,
  seed,
  step,
  tanh,
  tensor,
  type Variable,
  zeros,
} from '@adjoint/core';
import {
  Dropout,
  Flatten,
  Linear,
  MLP,
  Module,
  PReLU,
  prelu,
  Sequential,
  type SequentialStep,
  softmax,
} from '@adjoint/nn';
import { assertClose, checkGradients, vmapEqualsLoop } from '@adjoint/testing';
import { describe, expect, it } from 'vitest';

describe('Dropout', () => {
  it('drops the given part in training and keeps the expectation', () => {
    const layer = new Dropout(0.3, { generator: new Generator(1) });
    const y = Array.from(layer.forward(ones([20_000])).dataSync());
    const dropped = y.filter((each) => each === 0).length / y.length;
    expect(dropped).toBeGreaterThan(0.29);
    expect(dropped).toBeLessThan(0.31);
    expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  });

  it('drops elements independently', () => {
    const y = new Dropout(0.5, { generator: new Generator(3) })
      .forward(ones([100, 200]))
      .gt(0)
      .cast('float64');
    const deviation = (axis: number): number => y.mean(axis).std().item();
    // Of independent halves, the mean of n deviates by 0.5/√n.
    expect(deviation(0) / (0.5 / Math.sqrt(100))).toBeCloseTo(1, 0);
    expect(deviation(1) / (0.5 / Math.sqrt(200))).toBeCloseTo(1, 0);
  });

  it('draws a new mask at each call, and the same ones under a seed', () => {
    const masks = (): unknown[] => {
      seed(4);
      const layer = new Dropout(0.5);
      return [layer.forward(ones([40])).toArray(), layer.forward(ones([40])).toArray()];
    };
    const [first, second] = masks();
    expect(first).not.toEqual(second);
    expect(masks()).toEqual([first, second]);
  });

  it('is one draw however often it is read', () => {
    const y = new Dropout(0.5).forward(ones([40]));
    expect(y.add(0).toArray()).toEqual(y.toArray());
  });

  it('is the identity in inference and at probability 0', () => {
    const x = tensor([1, Number.POSITIVE_INFINITY]);
    expect(new Dropout(0.5).eval().forward(x)).toBe(x);
    expect(new Dropout(0).forward(x)).toBe(x);
  });

  it('passes gradients through what it kept, and keeps dropped infinities at 0', () => {
    const layer = new Dropout(0.5, { generator: new Generator(5) });
    const [y, slopes] = [
      layer.forward(zeros([30]).add(Number.POSITIVE_INFINITY)),
      grad((x: AnyTensor) => new Dropout(0.5, { generator: new Generator(5) }).forward(x).sum())(zeros([30])),
    ];
    expect(y.gt(0).cast('float32').mul(2).toArray()).toEqual(slopes.toArray());
    expect(y.toArray()).toContain(0);
    const frozen = (x: AnyTensor): AnyTensor => new Dropout(0.25, { generator: new Generator(6) }).forward(x);
    checkGradients(
      frozen,
      [
        tensor(
          [
            [1, -2],
            [0.5, 3],
          ],
          'float64',
        ),
      ],
      { order: 2 },
    );
  });

  it('refuses probabilities outside [0, 1)', () => {
    for (const probability of [-0.1, 1, Number.NaN]) {
      expect(() => new Dropout(probability)).toThrow(`must lie in [0, 1), got ${probability}`);
    }
  });
});

describe('Flatten', () => {
  it('keeps the first axis unless told otherwise', () => {
    expect(new Flatten().forward(zeros([8, 4, 5])).shape).toEqual([8, 20]);
    expect(new Flatten(0, 1).forward(zeros([8, 4, 5])).shape).toEqual([32, 5]);
    const x = tensor(
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      'float64',
    );
    expect(new Flatten().forward(x).toArray()).toEqual([[1, 2, 3, 4]]);
    checkGradients((z: AnyTensor) => new Flatten().forward(z).square(), [x], { order: 2 });
  });
});

describe('PReLU', () => {
  it('has slopes that are learned', () => {
    const layer = new PReLU({ channels: 2 });
    const x = tensor([
      [-1, -2],
      [3, -4],
    ]);
    expect(layer.forward(x).toArray()).toEqual([
      [-0.25, -0.5],
      [3, -1],
    ]);
    expect(layer.namedParameters().map(([name]) => name)).toEqual(['weight']);
    checkGradients((z: AnyTensor) => layer.forward(z), [x], { variables: { weight: layer.weight } });
    assertClose(new PReLU({ initial: 0.1, channelAxis: 0 }).forward(x), prelu(x, tensor(0.1)));
  });
});

describe('Sequential', () => {
  const build = () =>
    new Sequential(new Flatten(), new Linear(4, 3, { dtype: 'float64', generator: new Generator(1) }), tanh, softmax);

  it('is the composition of its steps', () => {
    const model = build();
    const x = tensor(
      [
        [
          [1, -1],
          [0.5, 2],
        ],
        [
          [0, 0],
          [1, 1],
        ],
      ],
      'float64',
    );
    const [flatten, linear] = model.layers;
    assertClose(model.forward(x), softmax(tanh(linear.forward(flatten.forward(x)))));
    expect(model.namedParameters().map(([name]) => name)).toEqual(['layers.1.weight', 'layers.1.bias']);
    expect(new Sequential().forward(x)).toBe(x);
  });

  it('has the right derivatives in the input and in its parameters', () => {
    const model = build();
    const variables = Object.fromEntries(model.namedParameters()) as Record<string, Variable>;
    checkGradients((x: AnyTensor) => model.forward(x), [tensor([[1, -1, 0.5, 2]], 'float64')], { order: 2, variables });
    vmapEqualsLoop(
      (x: AnyTensor) => model.forward(x.unsqueeze(0)),
      [
        tensor(
          [
            [1, 2, 3, 4],
            [0, 1, 0, -1],
          ],
          'float64',
        ),
      ],
    );
  });

  it('nests, and takes layers of the user', () => {
    class Double extends Module {
      override forward<X extends AnyTensor>(x: X): AnyTensor {
        return x.mul(2);
      }
    }
    const model = new Sequential(new Sequential(new Double(), relu), new Double());
    expect(model.forward(tensor([1, -1])).toArray()).toEqual([4, 0]);
  });

  it('names the step that is wrong', () => {
    const steps = [relu, 3] as unknown as [SequentialStep, SequentialStep];
    expect(() => new Sequential(...(steps as never))).toThrow(/Sequential: step 1 is number/);
    const returns = new Sequential((() => 7) as unknown as (x: AnyTensor) => AnyTensor);
    expect(() => returns.forward(zeros([1]))).toThrow(/Sequential: step 0 returned number/);
    const mismatch = new Sequential(new Linear(2, 3) as Linear, new Linear(4, 5) as Linear);
    expect(() => mismatch.forward(zeros([1, 2]))).toThrow(/expected a tensor of shape \[..., 4\], got \[1, 3\]/);
  });
});

describe('MLP', () => {
  it('puts the activation between its linear layers only', () => {
    const model = new MLP({ sizes: [3, 4, 2], activation: tanh, generator: new Generator(1), dtype: 'float64' });
    const x = tensor([[1, -2, 0.5]], 'float64');
    const [first, second] = model.layers as [Linear<3, 4, 'float64'>, Linear<4, 2, 'float64'>];
    assertClose(model.forward(x), second.forward(tanh(first.forward(x))));
    expect(model.namedParameters().map(([name, { shape }]) => [name, shape])).toEqual([
      ['layers.0.weight', [4, 3]],
      ['layers.0.bias', [4]],
      ['layers.1.weight', [2, 4]],
      ['layers.1.bias', [2]],
    ]);
    expect(model.parameterCount()).toBe(4 * 3 + 4 + 2 * 4 + 2);
    const variables = Object.fromEntries(model.namedParameters());
    checkGradients((z: AnyTensor) => model.forward(z), [x], { order: 2, variables });
  });

  it('uses relu and no dropout unless told otherwise', () => {
    const model = new MLP({ sizes: [2, 8, 1], generator: new Generator(2) });
    const [first, second] = model.layers as [Linear, Linear];
    const x = tensor([[1, 2]]);
    assertClose(model.forward(x), second.forward(relu(first.forward(x))) as AnyTensor);
    expect(model.dropout).toBeNull();
  });

  it('drops behind each activation in training', () => {
    const model = new MLP({ sizes: [2, 200, 1], dropout: 0.5, generator: new Generator(3) });
    const x = ones([1, 2]);
    expect(model.forward(x).item()).not.toBe(model.forward(x).item());
    model.eval();
    expect(model.forward(x).item()).toBe(model.forward(x).item());
  });

  it('learns a step at a time', () => {
    const model = new MLP({ sizes: [2, 4, 1], generator: new Generator(4) });
    const x = tensor([
      [0, 1],
      [1, 0],
    ]);
    const loss = (): AnyTensor => model.forward(x).sub(1).square().mean();
    const before = loss().item() as number;
    for (let k = 0; k < 20; k++) {
      loss().backward();
      step(model.parameters().map((each) => [each, each.sub((each.grad as AnyTensor).mul(0.1))]));
      for (const each of model.parameters()) each.grad = null;
    }
    expect(loss().item() as number).toBeLessThan(0.1 * before);
  });

  it('refuses sizes that make no layer', () => {
    expect(() => new MLP({ sizes: [3] as unknown as [number, number] })).toThrow(/MLP: sizes \[3\] make no layer/);
    expect(() => new MLP({ sizes: [3, 2], dropout: 1 })).toThrow(/\[0, 1\), got 1/);
  });
});
