import { type AnyTensor, grad, ones, relu, step, tensor, Variable, zeros } from '@adjoint/core';
import { Dropout, Linear, MLP, Module, Sequential } from '@adjoint/nn';
import { assertClose } from '@adjoint/testing';
import { describe, expect, it } from 'vitest';

class Normaliser extends Module {
  readonly gain = new Variable(ones([2]));
  readonly runningMean = new Variable(zeros([2]), { trainable: false });

  override forward(x: AnyTensor): AnyTensor {
    return x.sub(this.runningMean as AnyTensor).mul(this.gain as AnyTensor);
  }
}

class Network extends Module {
  readonly shared = new Linear(2, 2);
  readonly again = this.shared;
  readonly heads = { first: new Normaliser(), rest: [new Dropout(0.5), new Linear(2, 1, { bias: false })] };
  readonly scale = new Variable(tensor(2), { name: 'the scale' });
  readonly constant = tensor([1, 2]);
  readonly activation = relu;
  readonly nothing = null;

  override forward(x: AnyTensor): AnyTensor {
    return x;
  }
}

const names = (pairs: readonly (readonly [string, unknown])[]): string[] => pairs.map(([name]) => name);

describe('finding variables and modules', () => {
  const model = new Network();
  const order = [
    'scale',
    'shared.weight',
    'shared.bias',
    'heads.first.gain',
    'heads.first.runningMean',
    'heads.rest.1.weight',
  ];

  it('names them by their paths, each shared one once', () => {
    expect(names(model.namedVariables())).toEqual(order);
    expect(names(model.namedParameters())).not.toContain('heads.first.runningMean');
    expect(model.parameters()).toHaveLength(5);
    expect(new Set(model.parameters()).size).toBe(5);
    expect(model.parameterCount()).toBe(4 + 2 + 2 + 2 + 1);
  });

  it('lists the modules', () => {
    expect(names(model.namedModules())).toEqual(['', 'shared', 'heads.first', 'heads.rest.0', 'heads.rest.1']);
  });

  it('survives modules that refer to each other', () => {
    class Child extends Module {
      parent: Module | null = null;
      readonly weight = new Variable(zeros([1]));
      override forward(): void {}
    }
    class Parent extends Module {
      readonly child = new Child();
      override forward(): void {}
    }
    const parent = new Parent();
    parent.child.parent = parent;
    expect(names(parent.namedParameters())).toEqual(['child.weight']);
  });

  it('labels variables by their path, unless they have a name of their own', () => {
    expect(model.shared.weight.label).toBe('shared.weight');
    expect(model.heads.first.gain.label).toBe('heads.first.gain');
    expect(model.scale.label).toBe('the scale');
    expect(() => model.shared.weight.assign(zeros([3]))).toThrow(/'shared.weight' is float32 \[2, 2\]/);
  });
});

describe('train and eval', () => {
  it('reach every module and return the module', () => {
    const model = new Network();
    expect(model.eval()).toBe(model);
    expect(model.namedModules().every(([, module]) => !module.training)).toBe(true);
    expect(model.train()).toBe(model);
    expect(model.namedModules().every(([, module]) => module.training)).toBe(true);
    expect(model.train(false).training).toBe(false);
  });
});

describe('freeze and unfreeze', () => {
  it('leave buffers as they are', () => {
    const model = new Network();
    expect(model.freeze()).toBe(model);
    expect(model.parameters()).toEqual([]);
    expect(names(model.namedVariables())).toHaveLength(6);
    expect(model.unfreeze()).toBe(model);
    expect(model.parameters()).toHaveLength(5);
    expect(model.heads.first.runningMean.trainable).toBe(false);
  });

  it('make parameters constants to autodiff', () => {
    const model = new Sequential(new Linear(2, 2), new Linear(2, 1));
    model.layers[0].freeze();
    model
      .forward(ones([1, 2]))
      .sum()
      .backward();
    expect(model.layers[0].weight.grad).toBeNull();
    expect(model.layers[1].weight.grad).not.toBeNull();
    model.freeze();
    expect(() =>
      model
        .forward(ones([1, 2]))
        .sum()
        .backward(),
    ).toThrow(/not built from any trainable Variable/);
    expect(grad((x: AnyTensor) => model.forward(x).sum())(ones([1, 2])).shape).toEqual([1, 2]);
  });
});

describe('stateDict and loadStateDict', () => {
  it('carry all values from one module to another', () => {
    const [from, to] = [new Network(), new Network()];
    const state = from.stateDict();
    expect(Object.keys(state).sort()).toEqual(names(from.namedVariables()).sort());
    expect(to.loadStateDict(state)).toEqual({ missing: [], unexpected: [] });
    for (const [name, variable] of to.namedVariables()) expect(variable.toArray()).toEqual(state[name]?.toArray());
  });

  it('capture the values: later steps do not change them', () => {
    const layer = new Linear(1, 1);
    const before = layer.weight.item();
    const state = layer.stateDict();
    for (let k = 1; k <= 5; k++) step([[layer.weight, tensor([[k]])]]);
    expect(state['weight']?.item()).toBe(before);
    expect(layer.weight.item()).toBe(5);
    layer.loadStateDict(state);
    expect(layer.weight.item()).toBe(before);
    step();
    expect(layer.weight.item()).toBe(before);
  });

  it('capture them also where a tensor was built on them', () => {
    const layer = new Linear(1, 1);
    const before = layer.weight.item();
    const state = layer.stateDict();
    state['weight']?.square();
    for (let k = 1; k <= 5; k++) step([[layer.weight, tensor([[k]])]]);
    expect(state['weight']?.item()).toBe(before);
  });

  it('names everything that is wrong in one error, and loads nothing', () => {
    const model = new MLP({ sizes: [3, 4, 2] });
    const before = model.stateDict();
    const state: Record<string, AnyTensor> = {
      'layers.0.weight': ones([4, 3]),
      'layers.0.bias': ones([5]),
      'layers.1.weight': ones([2, 4], 'float64'),
      'layers.2.weight': ones([1]),
      momentum: ones([1]),
    };
    expect(() => model.loadStateDict(state)).toThrow(
      [
        'loadStateDict: the state does not fit this MLP; nothing was loaded.',
        '  missing: layers.1.bias',
        '  layers.0.bias: expected float32 [4], got float32 [5]',
        '  layers.1.weight: expected float32 [2, 4], got float64 [2, 4]',
        '  unexpected: layers.2.weight, momentum',
        'To load only the names that match, pass { strict: false }.',
      ].join('\n'),
    );
    for (const [name, variable] of model.namedVariables()) expect(variable.toArray()).toEqual(before[name]?.toArray());
  });

  it('pass over missing and unexpected names where they are told to, but not over wrong shapes', () => {
    const layer = new Linear(2, 1);
    const report = layer.loadStateDict({ weight: ones([1, 2]), extra: ones([1]) }, { strict: false });
    expect(report).toEqual({ missing: ['bias'], unexpected: ['extra'] });
    assertClose(layer.weight, [[1, 1]]);
    expect(() => layer.loadStateDict({ weight: ones([2, 1]) }, { strict: false })).toThrow(
      /weight: expected float32 \[1, 2\]/,
    );
  });

  it('refuse what is no record of tensors', () => {
    const layer = new Linear(2, 1);
    for (const state of [null, [ones([1])], ones([1]), 3]) {
      expect(() => layer.loadStateDict(state as never)).toThrow(/loadStateDict: expected a record of tensors/);
    }
    expect(() => layer.loadStateDict({ weight: [1, 2], bias: ones([1]) } as never)).toThrow(
      /weight: expected a tensor/,
    );
    const inherited = Object.create({ weight: ones([1, 2]), bias: ones([1]) });
    expect(() => layer.loadStateDict(inherited)).toThrow(/missing: weight, bias/);
  });
});

describe('summary', () => {
  it('is a table of paths, kinds, shapes and counts', () => {
    const model = new Sequential(new Linear(784, 128), new Dropout(0.5), relu, new Linear(128, 10));
    model.layers[3].freeze();
    expect(model.summary()).toBe(
      [
        'name             kind     shape         parameters',
        '--------------------------------------------------',
        'layers.0.weight  Linear   [128, 784]       100,352',
        'layers.0.bias    Linear   [128]                128',
        'layers.1         Dropout',
        'layers.3.weight  Linear   [10, 128]   frozen 1,280',
        'layers.3.bias    Linear   [10]           frozen 10',
        '--------------------------------------------------',
        'total: 100,480 trainable parameters and 1,290 frozen numbers',
      ].join('\n'),
    );
  });

  it('takes a module of one layer, and of none', () => {
    expect(new Linear(2, 1).summary()).toContain('weight  Linear  [1, 2]           2');
    expect(new Sequential().summary()).toContain('total: 0 trainable parameters');
  });
});
