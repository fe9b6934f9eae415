import { type AnyTensor, Generator, randomNormal, tensor, type Variable, zeros } from '@adjoint/core';
import { constant, heNormal, type Initialiser, Linear } from '@adjoint/nn';
import { assertClose, checkGradients, tensors } from '@adjoint/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('Linear', () => {
  it('is x Wᵀ + b', () => {
    const layer = new Linear(3, 2);
    layer.weight.assign(
      tensor([
        [1, 2, 3],
        [-1, 0, 1],
      ]),
    );
    layer.bias?.assign(tensor([10, 20]));
    expect(
      layer
        .forward(
          tensor([
            [1, 0, 2],
            [0, 1, 0],
          ]),
        )
        .toArray(),
    ).toEqual([
      [17, 21],
      [12, 20],
    ]);
    expect(layer.forward(tensor([1, 1, 1])).toArray()).toEqual([16, 20]);
    expect(layer.forward(zeros([4, 5, 3])).shape).toEqual([4, 5, 2]);
    expect(layer.forward(zeros([0, 3])).shape).toEqual([0, 2]);
  });

  it('has the right derivatives in the input and in its parameters', () => {
    const layer = new Linear(3, 2, { dtype: 'float64', generator: new Generator(1) });
    const variables = { weight: layer.weight, bias: layer.bias as Variable };
    fc.assert(
      fc.property(tensors({ shape: [2, 3] }), (x) => {
        checkGradients((z: AnyTensor) => layer.forward(z).tanh(), [x], { order: 2, variables });
      }),
      { numRuns: 5 },
    );
  });

  it('works without a bias', () => {
    const layer = new Linear(2, 2, { bias: false, weightInit: constant(1) });
    expect(layer.bias).toBeNull();
    expect(layer.parameters()).toHaveLength(1);
    expect(layer.forward(tensor([1, 2])).toArray()).toEqual([3, 3]);
  });

  it('starts uniform within 1/√in, from the generator given', () => {
    const draw = (): Linear => new Linear(100, 50, { generator: new Generator(9) });
    const [layer, twin] = [draw(), draw()];
    for (const [parameter, same] of [
      [layer.weight, twin.weight],
      [layer.bias as Variable, twin.bias as Variable],
    ] as const) {
      const sizes = Array.from(parameter.dataSync(), Math.abs);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(0.1);
      expect(Math.max(...sizes)).toBeGreaterThan(0.09);
      expect(parameter.toArray()).toEqual(same.toArray());
    }
    expect(new Linear(100, 50).weight.toArray()).not.toEqual(layer.weight.toArray());
  });

  it('takes other initialisers and float64', () => {
    const options = { weightInit: heNormal, biasInit: constant(0.5), dtype: 'float64' } as const;
    const layer = new Linear(200, 40, { ...options, generator: new Generator(2) });
    assertClose(layer.weight.std(), Math.sqrt(2 / 200), 0.05);
    expect(layer.bias?.toArray()).toEqual(new Array(40).fill(0.5));
    expect(layer.forward(zeros([1, 200])).dtype).toBe('float64');
    expect(layer.weight.dtype).toBe('float64');
  });

  it('refuses inputs that do not fit, naming both sizes', () => {
    const layer: Linear = new Linear(3, 2);
    expect(() => layer.forward(zeros([2, 4]))).toThrow(/Linear: expected a tensor of shape \[..., 3\], got \[2, 4\]/);
    expect(() => layer.forward(zeros([]) as AnyTensor)).toThrow(/got \[\]/);
    expect(() => layer.forward([1, 2, 3] as unknown as AnyTensor)).toThrow(/Linear: expected a tensor, got an array/);
  });

  it('refuses bad sizes, dtypes and initialisers', () => {
    expect(() => new Linear(-1, 2)).toThrow(/integer of at least 0, got -1/);
    expect(() => new Linear(2, 1.5)).toThrow(/got 1.5/);
    expect(() => new Linear(2, 2, { dtype: 'int32' as 'float32' })).toThrow(/float32 or float64, not int32/);
    const wrong: Initialiser = (shape) => randomNormal([...shape, 1]);
    expect(() => new Linear(2, 3, { weightInit: wrong })).toThrow(
      /weight made float32 \[3, 2, 1\], expected float32 \[3, 2\]/,
    );
  });
});
