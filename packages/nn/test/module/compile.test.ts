import { type AnyTensor, compile, grad, randomNormal, seed, type Tensor, tensor, Variable } from '@adjoint/core';
import { Dropout, Linear, MLP, Module, Sequential, softmaxCrossEntropy } from '@adjoint/nn';
import { describe, expect, it } from 'vitest';

describe('a compiled model', () => {
  it('gives what the model gives, in training and in inference, with fresh masks at each call', () => {
    const run = (compiled: boolean): unknown[] => {
      seed(1);
      const model = new Sequential(new Linear(4, 8), new Dropout(0.5), new Linear(8, 2));
      let built = 0;
      const forward = (x: Tensor<[2, 4]>): AnyTensor => {
        built++;
        return model.forward(x);
      };
      const call = compiled ? compile(forward) : forward;
      const values: unknown[] = [];
      for (const training of [true, true, true, false, false, false, true, true, false]) {
        model.train(training);
        values.push(call(randomNormal([2, 4])).toArray());
      }
      if (compiled) expect(built).toBe(4);
      return values;
    };
    const values = run(true);
    expect(values).toEqual(run(false));
    expect(new Set(values.map((each) => JSON.stringify(each))).size).toBe(values.length);
  });

  it('sees other weights, frozen or not', () => {
    const model = new MLP({ sizes: [3, 4, 2] });
    const predict = compile((x: Tensor<[1, 3]>) => model.forward(x));
    for (let turn = 0; turn < 6; turn++) {
      if (turn === 4) model.freeze();
      const x = randomNormal([1, 3]);
      expect(predict(x).dataSync()).toEqual(model.forward(x).dataSync());
      for (const [, variable] of model.namedVariables()) variable.assign(variable.mul(1.5));
    }
  });

  it('may set its mode itself', () => {
    const dropout = new Dropout(0.5);
    const infer = compile((x: AnyTensor) => {
      dropout.eval();
      return dropout.forward(x);
    });
    for (const training of [true, true, false, false, false, true]) {
      dropout.train(training);
      expect(infer(tensor([1, 2])).toArray()).toEqual([1, 2]);
      expect(dropout.training).toBe(false);
    }
  });

  it('refuses wrong labels also where it is replayed', () => {
    const loss = compile((logits: Tensor<[2, 3]>, labels: Tensor<[2], 'int32'>) => softmaxCrossEntropy(logits, labels));
    const logits = randomNormal([2, 3]);
    for (let turn = 0; turn < 3; turn++) {
      const labels = tensor([turn, 1], 'int32');
      expect(loss(logits, labels).item()).toBe(softmaxCrossEntropy(logits, labels).item());
    }
    expect(() => loss(logits, tensor([0, 3], 'int32'))).toThrow(/index 3.*out of range/);
  });

  it('is differentiated as it is', () => {
    const model = new MLP({ sizes: [3, 4, 1] });
    const objective = (x: AnyTensor) => model.forward(x as Tensor<[1, 3]>).sum();
    const x = randomNormal([1, 3]);
    expect(grad(compile(objective))(x).dataSync()).toEqual(grad(objective)(x).dataSync());
  });
});

describe('the mode of a module', () => {
  it('is a property of each module, on in the beginning', () => {
    class Pair extends Module {
      readonly first = new Dropout();
      readonly weight = new Variable(tensor(1));

      override forward(x: AnyTensor): AnyTensor {
        return this.training ? this.first.forward(x) : x;
      }
    }
    const [one, other] = [new Pair(), new Pair()];
    one.eval();
    expect([one.training, one.first.training, other.training, other.first.training]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    one.first.training = true;
    expect([one.training, one.first.training]).toEqual([false, true]);
    expect(one.namedVariables().map(([name]) => name)).toEqual(['weight']);
  });
});
