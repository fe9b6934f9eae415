import { type AnyTensor, fromArray, Variable } from '@adjoint/core';
import {
  chain,
  clipByGlobalNorm,
  clipByValue,
  decayWeights,
  type GradientTransform,
  momentum,
  Optimizer,
  scaleByAdam,
  scaleByLearningRate,
  stateless,
} from '@adjoint/optim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const vector = (values: readonly number[]): AnyTensor => fromArray(Float64Array.from(values), [values.length]);

/** Where the transform takes a weight vector by gradients given step by step. */
function trajectory(transform: GradientTransform, gradients: readonly (readonly number[])[], rate = 0.1): number[][] {
  const w = new Variable(vector((gradients[0] as readonly number[]).map((_, index) => index + 1)));
  const optimizer = new Optimizer([w], transform, rate);
  return gradients.map((gradient) => {
    w.grad = vector(gradient);
    optimizer.step();
    return [...w.dataSync()];
  });
}

const gradients = fc.array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 2 }), {
  minLength: 1,
  maxLength: 5,
});

describe('chain', () => {
  it('is associative, and the empty chain changes nothing', () => {
    const [a, b, c] = [decayWeights(0.1), momentum({ momentum: 0.8 }), scaleByLearningRate()];
    fc.assert(
      fc.property(gradients, (steps) => {
        const flat = trajectory(chain(a, b, c), steps);
        expect(trajectory(chain(chain(a, b), c), steps)).toEqual(flat);
        expect(trajectory(chain(a, chain(), chain(b, c)), steps)).toEqual(flat);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the states of two transforms of one name apart', () => {
    const w = new Variable(vector([1]));
    const optimizer = new Optimizer([w], chain(momentum({ momentum: 0.5 }), momentum({ momentum: 0.25 })), 1);
    for (const gradient of [1, 0]) {
      w.grad = vector([gradient]);
      optimizer.step();
    }
    const { state } = optimizer.stateDict().parameters[0] as { state: Record<string, AnyTensor> };
    const found = Object.entries(state).map(([name, tensor]) => [name, ...tensor.dataSync()]);
    expect(found).toEqual([
      ['momentum.velocity', 0.5],
      ['momentum2.velocity', 0.75],
    ]);
  });
});

describe('decayWeights', () => {
  it('shrinks every weight alike behind Adam, and not before it', () => {
    const still = [[0, 0]];
    const decoupled = trajectory(chain(scaleByAdam(), decayWeights(0.5), scaleByLearningRate()), still)[0] as number[];
    expect(decoupled[0]).toBeCloseTo(0.95, 12);
    expect(decoupled[1]).toBeCloseTo(1.9, 12);
    const coupled = trajectory(chain(decayWeights(0.5), scaleByAdam(), scaleByLearningRate()), still)[0] as number[];
    expect(coupled[0]).toBeCloseTo(0.9, 6);
    expect(coupled[1]).toBeCloseTo(1.9, 6);
  });

  it('refuses a negative λ', () => {
    expect(() => decayWeights(-1)).toThrow('decayWeights: weightDecay must be a finite number of at least 0, got -1');
  });
});

describe('clipping', () => {
  it('by value limits each element', () => {
    expect(trajectory(clipByValue(0.5), [[3, -0.25]])).toEqual([[0.5, 2.25]]);
    expect(() => clipByValue(0)).toThrow('limit must be a finite number above 0, got 0');
  });

  it('by the global norm scales the gradients of all parameters by one factor', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (gradient, limit) => {
          const [x, y, z] = gradient as [number, number, number];
          const a = new Variable(vector([0, 0]));
          const b = new Variable(fromArray(Float32Array.of(0), [1]));
          const optimizer = new Optimizer([a, b], clipByGlobalNorm(limit), 1);
          a.grad = vector([x, y]);
          b.grad = fromArray(Float32Array.of(z), [1]);
          optimizer.step();
          const factor = Math.min(1, limit / (Math.hypot(x, y, Math.fround(z)) + 1e-6));
          [...a.dataSync(), ...b.dataSync()].forEach((value, index) => {
            expect(value).toBeCloseTo(-(gradient[index] as number) * factor, 5);
          });
        },
      ),
      { numRuns: 50 },
    );
    expect(() => clipByGlobalNorm(Number.NaN)).toThrow('limit must be a finite number above 0, got NaN');
  });
});

it('a transform of one’s own goes into a chain like any other', () => {
  const sign = stateless('sign', (gradient) => gradient.sign());
  expect(trajectory(chain(sign, scaleByLearningRate()), [[3, -7]], 0.5)).toEqual([[0.5, 2.5]]);
});
