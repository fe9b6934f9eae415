import { type AnyTensor, customVjp } from '@adjoint/core';
import {
  broadcastableTensors,
  distinct,
  holdsForOp,
  indices,
  lawsOfOp,
  tensors,
  wellConditioned,
} from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../src/op/batches.js';
import { plant, plantSquare } from '../planted.js';

const square = fc.tuple(wellConditioned());

describe('holdsForOp', () => {
  it('holds for right ops', () => {
    holdsForOp({
      f: (a: AnyTensor, b: AnyTensor) => a.mul(b),
      inputs: broadcastableTensors(2),
      broadcasts: true,
    });
    holdsForOp({ f: (a: AnyTensor) => a.max(), inputs: fc.tuple(distinct()) });
    holdsForOp({
      f: (a: AnyTensor, index: AnyTensor) => a.take(index, 0),
      inputs: fc.tuple(tensors({ shape: [3, 2] }), indices({ size: 3 })),
      runs: 10,
    });
  });

  it('holds for functions without a gradient', () => {
    holdsForOp({ f: (a: AnyTensor) => a.argmax(0), inputs: fc.tuple(distinct({ shape: [3] })), order: 0 });
  });

  it('holds for a rule that is not linear, where that is said', () => {
    const clipped = customVjp(
      (a: AnyTensor): AnyTensor => a.mul(1),
      ({ cotangent }) => [cotangent.clip(-10, 10)],
      { name: 'clipped' },
    );
    holdsForOp({ f: clipped, inputs: square, linearVjp: false });
    expect(() => holdsForOp({ f: clipped, inputs: square })).toThrow(/cannot pass through 'clipped'/);
  });

  it.each<[string, Parameters<typeof plantSquare>[1]]>([
    ['its gradient and the derivative of that equal finite differences', (cotangent, at) => cotangent.mul(at)],
    ['its gradient and the derivative of that', (cotangent, at) => cotangent.mul(at.stopGradient()).mul(2)],
    ['its gradient and the derivative of that', (cotangent, at) => cotangent.abs().mul(at).mul(2)],
    ['float32 gives what float64 gives', (cotangent, at) => cotangent.mul(at).mul(2).cast('float64')],
  ])('names the law that fails: %s', (law, rule) => {
    expect(() => holdsForOp({ f: plantSquare('wrong', rule), inputs: square })).toThrow(`'${law}`);
  });

  it('finds batching rules that are wrong for some ways to batch only', () => {
    const wrong = plant({
      name: 'wrongBatch',
      value: (a, b) => (a as AnyTensor).mul(b as AnyTensor),
      vjp: ({ cotangent, inputs }, index) => {
        const product = cotangent.mul(inputs[1 - index] as AnyTensor);
        return index === 0 ? product.sum() : product;
      },
      // Takes for granted that both are batched: a shared [3] meets [3, 3] by accident.
      batch: ([a, b]) => (a as AnyTensor).mul(b as AnyTensor),
    });
    const inputs = fc.tuple(tensors({ shape: [] }), tensors({ shape: [3] }));
    expect(() => holdsForOp({ f: wrong, inputs })).toThrow(/'vmap equals a loop' does not hold/);
  });

  it('gives the smallest counterexample, as code, and the reason', () => {
    const wrong = plantSquare('wrong', (cotangent, at) => at.gt(1).where(cotangent, cotangent.mul(at).mul(2)));
    const run = (): void => holdsForOp({ f: wrong, inputs: fc.tuple(tensors({ range: [-4, 4] })), order: 1 });
    expect(run).toThrow(
      "'its gradient equals finite differences' does not hold for the inputs [tensor(2, 'float64')]\n",
    );
    expect(run).toThrow("op: 'wrong'; checked alone");
  });

  it('repeats itself, and draws others with another seed', () => {
    const drawn = (seed: number): string[] => {
      const seen: string[] = [];
      const inputs = fc.tuple(tensors()).map((drawn) => {
        seen.push(fc.stringify(drawn));
        return drawn;
      });
      holdsForOp({ f: (a) => a.exp(), inputs, runs: 5, seed, order: 0 });
      return seen;
    };
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });
});

describe('lawsOfOp', () => {
  for (const { name, check } of lawsOfOp({ f: (a: AnyTensor) => a.tanh(), inputs: fc.tuple(tensors()) })) {
    it(`are tests of any runner: ${name}`, check);
  }

  it('leave out what is not claimed', () => {
    const names = (options: object): string[] =>
      lawsOfOp({ f: (a: AnyTensor) => a, inputs: square, ...options }).map(({ name }) => name);
    expect(names({})).toEqual([
      'its gradient and the derivative of that equal finite differences',
      'its vjp is linear in the cotangent',
      'forward mode is the transpose of reverse mode',
      'float32 gives what float64 gives, in float32',
      'vmap equals a loop',
    ]);
    expect(names({ order: 0, broadcasts: true })).toEqual([
      'broadcasting equals expanding first',
      'vmap equals a loop',
    ]);
    expect(names({ order: 1, linearVjp: false, vmaps: false, keepsFloat32: false })).toEqual([
      'its gradient equals finite differences',
    ]);
  });
});

describe('batchesOf', () => {
  it('tries every way to batch, with examples that differ', () => {
    const [a, b] = fc.sample(fc.tuple(wellConditioned({ shape: [2] }), indices({ size: 9, shape: [3] })), {
      numRuns: 1,
      seed: 1,
    })[0] as [AnyTensor, AnyTensor];
    const batches = batchesOf([a, b], 0);
    expect(batches.map((batch) => batch.in.map((axis) => axis !== null))).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
    for (const { inputs, in: axes } of batches) {
      inputs.forEach((input, index) => {
        const original = [a, b][index] as AnyTensor;
        const axis = axes[index] as number | null;
        expect(input.dtype).toBe(original.dtype);
        expect(input.shape).toEqual(axis === null ? original.shape : original.shape.toSpliced(axis, 0, 3));
      });
    }
    const [onlyFirst] = batches;
    expect(new Set(onlyFirst?.inputs[0]?.dataSync()).size).toBe(6);
  });
});
