import { type AnyTensor, type Tensor, tanh } from '@adjoint/core';
import { Linear, Module, PReLU, Sequential } from '@adjoint/nn';
import { describe, expect, it } from 'vitest';
import { openNpz, openSafetensors, renameState } from '../src/index.js';
import { fixture } from './fixtures.js';

/** Weights that PyTorch wrote, and what it computed with them. */
const expected = await (await openNpz(fixture('expected.npz'))).readAll();
const input = expected['input'] as Tensor<[5, 6]>;

async function weights(name: string): Promise<Record<string, AnyTensor>> {
  const open = name.endsWith('.npz') ? openNpz : openSafetensors;
  return (await open(fixture(name))).readAll();
}

/** The module of the same names: nothing is mapped. */
class Classifier extends Module {
  readonly hidden = new Linear(6, 10);
  readonly slope = new PReLU({ channels: 10 });
  readonly scores = new Linear(10, 4, { bias: false });

  override forward(x: Tensor<[number, 6]>): AnyTensor {
    return this.scores.forward(this.slope.forward(this.hidden.forward(x)));
  }
}

const createSequential = () =>
  new Sequential(new Linear(6, 16), tanh, new Linear(16, 8), new PReLU(), new Linear(8, 3));

function largestDifference(a: AnyTensor, b: AnyTensor): number {
  expect(a.shape).toEqual(b.shape);
  return a.sub(b).abs().max().item() as number;
}

describe('weights of PyTorch', () => {
  it.each(['classifier.safetensors', 'classifier.npz', 'classifier-compressed.npz'])(
    'compute what they computed there, in a module of the same names: %s',
    async (name) => {
      const model = new Classifier();
      model.loadStateDict(await weights(name));
      expect(largestDifference(model.forward(input), expected['classifier'] as AnyTensor)).toBeLessThan(1e-6);
    },
  );

  it.each([
    ['sequential.safetensors', 'sequential'],
    ['sequential.npz', 'sequential'],
    ['sequential-compressed.npz', 'sequential'],
    ['sequential-half.safetensors', 'sequential-half'],
    ['sequential-bfloat16.safetensors', 'sequential-bfloat16'],
  ])('compute what they computed there, renamed for a Sequential: %s', async (name, output) => {
    const model = createSequential();
    const before = largestDifference(model.forward(input), expected[output] as AnyTensor);
    model.loadStateDict(renameState(await weights(name), (key) => `layers.${key}`));
    expect(largestDifference(model.forward(input), expected[output] as AnyTensor)).toBeLessThan(1e-6);
    expect(before).toBeGreaterThan(1e-2);
  });

  it('are refused with everything that does not fit', async () => {
    const model = createSequential();
    const before = await model.layers[0].weight.data();
    const state = renameState(await weights('classifier.npz'), (key) => key.replace('hidden', 'layers.0'));
    expect(() => model.loadStateDict(state)).toThrow(
      [
        'missing: layers.2.weight, layers.2.bias, layers.3.weight, layers.4.weight, layers.4.bias',
        'layers.0.weight: expected float32 [16, 6], got float32 [10, 6]',
        'layers.0.bias: expected float32 [16], got float32 [10]',
        'unexpected: slope.weight, scores.weight',
      ].join('\n  '),
    );
    expect(await model.layers[0].weight.data()).toEqual(before);
  });
});

describe('renameState', () => {
  it('leaves out what has no new name', () => {
    expect(renameState({ a: 1, b: 2, __proto__x: 3 }, (name) => (name === 'b' ? undefined : `x.${name}`))).toEqual({
      'x.a': 1,
      'x.__proto__x': 3,
    });
  });

  it('refuses one name for two', () => {
    expect(() => renameState({ a: 1, b: 2 }, () => 'x')).toThrow("renameState: 'a' and 'b' would both be called 'x'");
  });
});
