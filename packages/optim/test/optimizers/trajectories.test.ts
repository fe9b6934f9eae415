import { fromArray, Variable } from '@adjoint/core';
import { adagrad, adam, adamw, type Optimizer, type ParameterSource, rmsprop, sgd } from '@adjoint/optim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adagradRule, adamRule, adamwRule, type Decay, type Rule, rmspropRule, sgdRule } from './formulas.js';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const or0 = (arbitrary: fc.Arbitrary<number>) => fc.oneof(fc.constant(0), arbitrary);
const decay = { learningRate: number(0.001, 0.5), weightDecay: or0(number(0.001, 0.5)) };
const epsilon = number(1e-6, 0.1);
const rate = number(0.1, 0.99);

const weights = 3;
const element = number(-3, 3);
const start = fc.array(element, { minLength: weights, maxLength: weights });
const gradients = fc.array(start, { minLength: 1, maxLength: 8 });

/** The optimizer must take the weights where the formula takes each of them, step by step. */
function followsTheFormula<Settings extends Decay>(
  make: (parameters: ParameterSource, settings: Settings) => Optimizer,
  rule: Rule<Settings>,
  settings: fc.Arbitrary<Settings>,
): void {
  fc.assert(
    fc.property(start, gradients, settings, (from, steps, chosen) => {
      const parameter = new Variable(fromArray(Float64Array.from(from), [weights]));
      const optimizer = make([parameter], chosen);
      const expected = from.map((w, i) =>
        rule(
          w,
          steps.map((gradient) => gradient[i] as number),
          chosen,
        ),
      );
      steps.forEach((gradient, step) => {
        parameter.grad = fromArray(Float64Array.from(gradient), [weights]);
        optimizer.step();
        const got = parameter.dataSync();
        expected.forEach((trajectory, i) => {
          const want = trajectory[step] as number;
          expect(Math.abs((got[i] as number) - want)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(want)));
        });
      });
    }),
    { numRuns: 60 },
  );
}

describe('trajectories follow the formulas', () => {
  it('sgd', () => {
    const plain = fc.record({ ...decay, momentum: or0(rate), dampening: or0(rate), nesterov: fc.constant(false) });
    const ahead = fc.record({ ...decay, momentum: rate, dampening: fc.constant(0), nesterov: fc.constant(true) });
    followsTheFormula(sgd, sgdRule, fc.oneof(plain, ahead));
  });

  const adamSettings = fc.record({ ...decay, betas: fc.tuple(rate, rate), epsilon, amsgrad: fc.boolean() });

  it('adam', () => {
    followsTheFormula(adam, adamRule, adamSettings);
  });

  it('adamw', () => {
    followsTheFormula(adamw, adamwRule, adamSettings);
  });

  it('rmsprop', () => {
    const settings = fc.record({ ...decay, alpha: rate, epsilon, centered: fc.boolean(), momentum: or0(rate) });
    followsTheFormula(rmsprop, rmspropRule, settings);
  });

  it('adagrad', () => {
    const settings = fc.record({
      ...decay,
      learningRateDecay: or0(number(0.01, 1)),
      initialAccumulator: or0(number(0.01, 1)),
      epsilon,
    });
    followsTheFormula(adagrad, adagradRule, settings);
  });
});

describe('defaults', () => {
  const settings = { learningRate: 0.001, weightDecay: 0, betas: [0.9, 0.999], epsilon: 1e-8, amsgrad: false } as const;
  const steps = [0.5, -2, 1];

  const run = (make: (parameters: ParameterSource) => Optimizer): number[] => {
    const parameter = new Variable(fromArray(Float64Array.of(2), [1]));
    const optimizer = make([parameter]);
    return steps.map((gradient) => {
      parameter.grad = fromArray(Float64Array.of(gradient), [1]);
      optimizer.step();
      return parameter.item();
    });
  };
  const expectClose = (got: readonly number[], want: readonly number[]): void => {
    for (const [index, each] of want.entries()) expect(got[index]).toBeCloseTo(each, 12);
  };

  it('are those of the papers and of PyTorch', () => {
    expectClose(
      run((w) => adam(w)),
      adamRule(2, steps, settings),
    );
    expectClose(
      run((w) => adamw(w)),
      adamwRule(2, steps, { ...settings, weightDecay: 0.01 }),
    );
    const root = { ...settings, learningRate: 0.01, alpha: 0.99, centered: false, momentum: 0 };
    expectClose(
      run((w) => rmsprop(w)),
      rmspropRule(2, steps, root),
    );
    const sums = { ...settings, learningRate: 0.01, learningRateDecay: 0, initialAccumulator: 0, epsilon: 1e-10 };
    expectClose(
      run((w) => adagrad(w)),
      adagradRule(2, steps, sums),
    );
  });

  it('of sgd are w − η∇L', () => {
    expectClose(
      run((w) => sgd(w, { learningRate: 0.5 })),
      [1.75, 2.75, 2.25],
    );
  });
});

describe('settings out of range', () => {
  const w = [new Variable(fromArray(Float64Array.of(2), [1]))];
  const wrong: [string, () => Optimizer][] = [
    ['betas[0] must be at least 0 and below 1, got 1', () => adam(w, { betas: [1, 0.9] })],
    ['betas[1] must be at least 0 and below 1, got NaN', () => adamw(w, { betas: [0.9, Number.NaN] })],
    ['epsilon must be a finite number of at least 0, got -1', () => adam(w, { epsilon: -1 })],
    ['adam: weightDecay', () => adam(w, { weightDecay: -0.1 })],
    ['adamw: weightDecay', () => adamw(w, { weightDecay: Number.POSITIVE_INFINITY })],
    ['sgd: weightDecay', () => sgd(w, { learningRate: 1, weightDecay: Number.NaN })],
    ['momentum must be a number from 0 to 1, got 1.5', () => sgd(w, { learningRate: 1, momentum: 1.5 })],
    ['dampening must be a number from 0 to 1', () => sgd(w, { learningRate: 1, momentum: 0.9, dampening: -1 })],
    ['nesterov needs a momentum above 0', () => sgd(w, { learningRate: 1, nesterov: true })],
    ['and dampening 0.5', () => sgd(w, { learningRate: 1, momentum: 0.9, nesterov: true, dampening: 0.5 })],
    ['alpha must be', () => rmsprop(w, { alpha: 1 })],
    ['rmsprop: weightDecay', () => rmsprop(w, { weightDecay: -1 })],
    ['momentum must be', () => rmsprop(w, { momentum: -1 })],
    ['initialAccumulator must be', () => adagrad(w, { initialAccumulator: -1 })],
    ['learningRateDecay must be', () => adagrad(w, { learningRateDecay: -1 })],
    ['adagrad: weightDecay', () => adagrad(w, { weightDecay: -1 })],
  ];
  it.each(wrong)('%s', (message, make) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });
});

it('a centered RMSProp survives a gradient that never changes', () => {
  const w = new Variable(fromArray(Float32Array.of(1), [1]));
  const optimizer = rmsprop([w], { centered: true, alpha: 0.3, learningRate: 1e-6, epsilon: 1e-3 });
  for (let step = 0; step < 200; step++) {
    w.grad = fromArray(Float32Array.of(0.1), [1]);
    optimizer.step();
    expect(w.item()).not.toBeNaN();
  }
});
