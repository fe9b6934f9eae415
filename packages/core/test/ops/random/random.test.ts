import {
  type AnyTensor,
  fromArray,
  Generator,
  grad,
  randomBernoulli,
  randomNormal,
  randomPermutation,
  randomUniform,
  seed,
  tensor,
  vmap,
} from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { largestBelow } from '../../../src/ops/random/largest-below.js';

const options = (start = 7): { generator: Generator } => ({ generator: new Generator(start) });
const mean = (values: Iterable<number>): number => {
  const list = [...values];
  return list.reduce((sum, each) => sum + each, 0) / list.length;
};

describe.each([
  ['randomUniform', (given: object): AnyTensor => randomUniform([50], given)],
  ['randomNormal', (given: object): AnyTensor => randomNormal([50], given)],
  ['randomBernoulli', (given: object): AnyTensor => randomBernoulli([50], 0.5, given)],
  ['randomPermutation', (given: object): AnyTensor => randomPermutation(50, given)],
])('%s', (_, draw) => {
  it('takes its key when it is built: read again, or in another order, it is the same', () => {
    const [first, second] = [options(), options()];
    const [a, b] = [draw(first), draw(first)];
    const [c, d] = [draw(second), draw(second)];
    const later = d.toArray();
    expect(c.toArray()).toEqual(a.toArray());
    expect(b.toArray()).toEqual(later);
    expect(a.toArray()).not.toEqual(later);
    expect(a.cast('float32').toArray()).toEqual(a.cast('float32').toArray());
  });

  it('draws from the default generator, which seed restarts', () => {
    seed(3);
    const [first, next] = [draw({}).toArray(), draw({}).toArray()];
    expect(next).not.toEqual(first);
    seed(3);
    expect(draw({}).toArray()).toEqual(first);
    seed(4);
    expect(draw({}).toArray()).not.toEqual(first);
  });
});

describe('randomUniform', () => {
  it('lies in [low, high) with the mean in the middle', () => {
    const x = randomUniform([100, 100], { low: -2, high: 6, ...options() });
    expect([x.shape, x.dtype]).toEqual([[100, 100], 'float32']);
    const data = x.dataSync();
    expect(data.every((each) => each >= -2 && each < 6)).toBe(true);
    // Five standard errors of a mean of 10,000 with the standard deviation 8 / √12.
    expect(Math.abs(mean(data) - 2)).toBeLessThan((5 * 8) / Math.sqrt(12) / 100);
    expect(Math.min(...data)).toBeLessThan(-1.9);
    expect(Math.max(...data)).toBeGreaterThan(5.9);
  });

  it('never rounds up to the upper bound', () => {
    // Between 2²⁴ and 2²⁴ + 2 there is no float32, so that half of the draws would round to the bound.
    const data = randomUniform([1000], { low: 2 ** 24, high: 2 ** 24 + 2, ...options() }).dataSync();
    expect(data.every((each) => each === 2 ** 24)).toBe(true);
    const wide = randomUniform([1000], { low: 1, high: 1 + 2 ** -22, ...options() }).dataSync();
    expect(wide.every((each) => each < 1 + 2 ** -22)).toBe(true);
  });

  it('is constant between equal bounds, and takes float64', () => {
    const x = randomUniform([3], { low: 2, high: 2, dtype: 'float64', ...options() });
    expect([x.dtype, x.toArray()]).toEqual(['float64', [2, 2, 2]]);
    expect(randomUniform([0, 2]).shape).toEqual([0, 2]);
  });

  it('refuses broken bounds, shapes and dtypes', () => {
    expect(() => randomUniform([2], { low: 1, high: 0 })).toThrow('randomUniform: cannot draw from [1, 0)');
    expect(() => randomUniform([2], { high: Number.NaN })).toThrow('randomUniform: cannot draw from [0, NaN)');
    expect(() => randomUniform([2, -1])).toThrow('randomUniform: [2, -1] is not a shape');
    const wrong = { dtype: 'int32' } as unknown as { dtype: 'float32' };
    expect(() => randomUniform([2], wrong)).toThrow('randomUniform: expected dtype float32 or float64, got int32');
  });
});

describe('randomNormal', () => {
  it.each(['float32', 'float64'] as const)('has the mean and the standard deviation asked for, in %s', (dtype) => {
    const x = randomNormal([10_000], { mean: 3, standardDeviation: 2, dtype, ...options() });
    expect(x.dtype).toBe(dtype);
    const data = [...x.dataSync()];
    expect(Math.abs(mean(data) - 3)).toBeLessThan((5 * 2) / 100);
    expect(Math.abs(mean(data.map((each) => (each - 3) ** 2)) - 4)).toBeLessThan((5 * 4 * Math.SQRT2) / 100);
  });

  it('is constant without deviation', () => {
    expect(randomNormal([2], { mean: 1, standardDeviation: 0 }).toArray()).toEqual([1, 1]);
  });

  it('refuses broken parameters', () => {
    expect(() => randomNormal([2], { standardDeviation: -1 })).toThrow(
      'randomNormal: cannot draw with mean 0 and standard deviation -1; both must be finite, the second at least 0',
    );
    expect(() => randomNormal([2], { mean: Number.NaN })).toThrow('randomNormal: cannot draw with mean NaN');
  });
});

describe('randomBernoulli', () => {
  it('is true with the probability', () => {
    const x = randomBernoulli([10_000], 0.3, options());
    expect(x.dtype).toBe('bool');
    expect(Math.abs(mean(x.dataSync()) - 0.3)).toBeLessThan((5 * Math.sqrt(0.3 * 0.7)) / 100);
  });

  it('is certain for 0 and 1', () => {
    expect(
      randomBernoulli([1000], 0, options())
        .dataSync()
        .every((each) => each === 0),
    ).toBe(true);
    expect(
      randomBernoulli([1000], 1, options())
        .dataSync()
        .every((each) => each === 1),
    ).toBe(true);
  });

  it('refuses other probabilities', () => {
    expect(() => randomBernoulli([2], 1.5)).toThrow('randomBernoulli: the probability must lie in [0, 1], got 1.5');
    expect(() => randomBernoulli([2], Number.NaN)).toThrow('got NaN');
  });
});

describe('randomPermutation', () => {
  it('has each number once', () => {
    const x = randomPermutation(100, options());
    expect([x.dtype, x.shape]).toEqual(['int32', [100]]);
    expect([...x.dataSync()].sort((a, b) => a - b)).toEqual([...new Array(100).keys()]);
    expect(randomPermutation(0).shape).toEqual([0]);
  });

  it('refuses what is no length', () => {
    expect(() => randomPermutation(2.5)).toThrow('randomPermutation: n must be a whole number from 0 to 2^31, got 2.5');
    expect(() => randomPermutation(-1)).toThrow('got -1');
  });
});

describe('random tensors under transforms', () => {
  it('are constants of a gradient, and the same for all examples of a batch', () => {
    const noise = randomNormal([3], options());
    const gradient = grad((x: AnyTensor) => x.mul(noise).sum())(tensor([1, 2, 3]));
    expect(gradient.toArray()).toEqual(noise.toArray());
    const { generator } = options();
    const rows = vmap((x: AnyTensor) => x.add(randomUniform([3], { generator })))(
      fromArray(new Float32Array(6), [2, 3]),
    );
    const [first, second] = (rows as AnyTensor).toArray() as number[][];
    expect(first).toEqual(second);
  });
});

describe('largestBelow', () => {
  it.each([1, -1, 0, 0.1, 2 ** 24, -(2 ** -149), 1e30])('is the next float32 below %d', (bound) => {
    const below = largestBelow(bound, 'float32');
    const rounded = Math.fround(bound);
    expect(below).toBe(Math.fround(below));
    expect(below).toBeLessThan(rounded);
    const middle = (below + rounded) / 2;
    expect([below, rounded]).toContain(Math.fround(middle));
  });

  it('is the next float64 below', () => {
    expect(largestBelow(1, 'float64')).toBe(1 - Number.EPSILON / 2);
    expect(largestBelow(-1, 'float64')).toBe(-1 - Number.EPSILON);
    expect(largestBelow(0, 'float64')).toBe(-Number.MIN_VALUE);
  });
});
