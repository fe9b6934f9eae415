import { type AnyTensor, Generator, seed, tensor } from '@adjoint/core';
import {
  constant,
  fans,
  gain,
  glorotNormal,
  glorotStandardDeviation,
  glorotUniform,
  heNormal,
  heStandardDeviation,
  heUniform,
  layerDefault,
  layerDefaultBound,
  lecunNormal,
  lecunStandardDeviation,
  lecunUniform,
  type Nonlinearity,
  orthogonal,
  truncatedNormal,
} from '@adjoint/nn';
import { assertClose } from '@adjoint/testing';
import { describe, expect, it } from 'vitest';

/** Mean, standard deviation and largest size of the elements. */
function moments(x: AnyTensor): { mean: number; deviation: number; largest: number } {
  const data = Array.from(x.dataSync());
  const mean = data.reduce((sum, each) => sum + each, 0) / data.length;
  const variance = data.reduce((sum, each) => sum + (each - mean) ** 2, 0) / data.length;
  return { mean, deviation: Math.sqrt(variance), largest: Math.max(...data.map(Math.abs)) };
}

describe('fans', () => {
  it('count the kernel on both sides', () => {
    expect(fans([4, 3])).toEqual({ fanIn: 3, fanOut: 4 });
    expect(fans([16, 3, 5, 2])).toEqual({ fanIn: 30, fanOut: 160 });
  });

  it('are refused for vectors', () => {
    expect(() => fans([3])).toThrow(/fans: a weight of shape \[3\] has no fan in/);
    expect(() => glorotUniform([3])).toThrow(/\(out, in\)/);
  });
});

describe('gain', () => {
  it('is the recommended one', () => {
    expect(gain('linear')).toBe(1);
    expect(gain('sigmoid')).toBe(1);
    expect(gain('tanh')).toBe(5 / 3);
    expect(gain('relu')).toBe(Math.SQRT2);
    expect(gain('leakyRelu')).toBeCloseTo(Math.sqrt(2 / 1.0001), 14);
    expect(gain('leakyRelu', 0.2)).toBeCloseTo(Math.sqrt(2 / 1.04), 14);
    expect(gain('selu')).toBe(0.75);
    expect(() => gain('cosine' as Nonlinearity)).toThrow(/gain: 'cosine' has no recommended gain; use 'linear'/);
  });

  it('keeps the second moment of signals through the nonlinearity (relu, leakyRelu)', () => {
    // E f(z)² for standard normal z, by the midpoint rule.
    const secondMoment = (f: (z: number) => number): number => {
      let sum = 0;
      for (let z = -9.995; z < 10; z += 0.01)
        sum += (0.01 * f(z) ** 2 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
      return sum;
    };
    expect(gain('relu') ** 2 * secondMoment((z) => Math.max(z, 0))).toBeCloseTo(1, 6);
    expect(gain('leakyRelu', 0.3) ** 2 * secondMoment((z) => (z > 0 ? z : 0.3 * z))).toBeCloseTo(1, 6);
  });
});

describe('standard deviations', () => {
  it('follow their papers', () => {
    expect(glorotStandardDeviation([4, 12])).toBeCloseTo(Math.sqrt(2 / 16), 14);
    expect(glorotStandardDeviation([4, 12, 2], 3)).toBeCloseTo(3 * Math.sqrt(2 / 32), 14);
    expect(heStandardDeviation([4, 8])).toBeCloseTo(Math.sqrt(2 / 8), 14);
    expect(heStandardDeviation([4, 8], { mode: 'fanOut', nonlinearity: 'linear' })).toBeCloseTo(0.5, 14);
    expect(heStandardDeviation([4, 8], { nonlinearity: 'leakyRelu', slope: 1 })).toBeCloseTo(1 / Math.sqrt(8), 14);
    expect(lecunStandardDeviation([4, 16])).toBe(0.25);
    expect(layerDefaultBound([10, 25])).toBe(0.2);
    expect(() => heStandardDeviation([4, 8], { mode: 'fan_in' as 'fanIn' })).toThrow(
      /'fanIn' or 'fanOut', got 'fan_in'/,
    );
  });
});

describe('random initialisers', () => {
  const shape = [60, 100] as const;
  const uniform = { glorotUniform, heUniform, lecunUniform };
  const normal = { glorotNormal, heNormal, lecunNormal };
  const deviations: Record<string, number> = {
    glorot: glorotStandardDeviation(shape),
    he: heStandardDeviation(shape),
    lecun: lecunStandardDeviation(shape),
  };
  const expectedOf = (name: string): number => deviations[name.replace(/Uniform|Normal/, '')] as number;

  it.each(Object.entries(uniform))('%s fills its interval', (name, init) => {
    const { mean, deviation, largest } = moments(init(shape, { generator: new Generator(7) }));
    const expected = expectedOf(name);
    expect(Math.abs(mean)).toBeLessThan(0.06 * expected);
    expect(deviation / expected).toBeCloseTo(1, 1);
    expect(largest / (expected * Math.sqrt(3))).toBeGreaterThan(0.99);
    expect(largest / (expected * Math.sqrt(3))).toBeLessThanOrEqual(1 + 1e-6);
  });

  it.each(Object.entries(normal))('%s has its standard deviation, and tails', (name, init) => {
    const { mean, deviation, largest } = moments(init(shape, { generator: new Generator(7) }));
    const expected = expectedOf(name);
    expect(Math.abs(mean)).toBeLessThan(0.06 * expected);
    expect(Math.abs(deviation / expected - 1)).toBeLessThan(0.05);
    expect(largest / expected).toBeGreaterThan(2.5);
  });

  it('draw the layer default within 1/√fanIn, for weight and bias', () => {
    const weight = moments(layerDefault([100, 25], { generator: new Generator(3) }));
    const bias = moments(layerDefault([1000], { weightShape: [1000, 25], generator: new Generator(3) }));
    for (const { largest } of [weight, bias]) {
      expect(largest).toBeGreaterThan(0.195);
      expect(largest).toBeLessThanOrEqual(0.2);
    }
  });

  it.each(Object.entries({ ...uniform, ...normal, layerDefault, orthogonal, truncatedNormal }))(
    '%s repeats under a seed and takes the dtype',
    (_, init: (
      shape: readonly [number, number],
      options?: { generator?: Generator; dtype?: 'float64' },
    ) => AnyTensor) => {
      const draw = (): AnyTensor => init([3, 4], { generator: new Generator(5) });
      expect(draw().toArray()).toEqual(draw().toArray());
      expect(init([3, 4], { generator: new Generator(6) }).toArray()).not.toEqual(draw().toArray());
      expect(draw().dtype).toBe('float32');
      expect(init([3, 4], { dtype: 'float64' }).dtype).toBe('float64');
      seed(11);
      const first = init([3, 4]).toArray();
      seed(11);
      expect(init([3, 4]).toArray()).toEqual(first);
    },
  );
});

describe('truncatedNormal', () => {
  it('stays within two standard deviations and has the variance of the cut distribution', () => {
    const x = truncatedNormal([20_000], {
      mean: 1,
      standardDeviation: 0.5,
      generator: new Generator(1),
      dtype: 'float64',
    });
    const { mean, deviation } = moments(x);
    expect(Math.max(...x.dataSync())).toBeLessThanOrEqual(2);
    expect(Math.min(...x.dataSync())).toBeGreaterThanOrEqual(0);
    expect(mean).toBeCloseTo(1, 1);
    // The standard deviation of a standard normal variable cut to [−2, 2] is 0.87962566…
    expect(Math.abs(deviation / (0.5 * 0.8796256610342398) - 1)).toBeLessThan(0.02);
  });

  it('has the quantiles of the normal distribution', () => {
    const x = Array.from(truncatedNormal([20_001], { low: -5, high: 5, generator: new Generator(2) }).dataSync());
    x.sort((a, b) => a - b);
    const quantile = (p: number): number => x[Math.round(p * 20_000)] as number;
    expect(quantile(0.5)).toBeCloseTo(0, 1);
    expect(quantile(0.8413447)).toBeCloseTo(1, 1);
    expect(quantile(0.0227501)).toBeCloseTo(-2, 1);
    expect(quantile(0.9986501)).toBeGreaterThan(2.7);
  });

  it('takes one-sided intervals, and refuses empty and hopeless ones', () => {
    const x = truncatedNormal([100], { low: 1, high: Number.POSITIVE_INFINITY });
    expect(Math.min(...x.dataSync())).toBeGreaterThanOrEqual(1);
    expect(() => truncatedNormal([2], { low: 1, high: 1 })).toThrow(/truncatedNormal: cannot draw .*\[1, 1\]/);
    expect(() => truncatedNormal([2], { standardDeviation: 0 })).toThrow(/standard deviation 0/);
    expect(() => truncatedNormal([2], { low: 50, high: 60 })).toThrow(/more than 4 standard deviations/);
  });
});

describe('orthogonal', () => {
  const identity = (size: number): number[][] =>
    Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_each, j) => (i === j ? 1 : 0)));

  it('has orthonormal rows where it is wide and columns where it is tall', () => {
    const wide = orthogonal([4, 7], { dtype: 'float64' });
    assertClose(wide.matmul(wide.transpose()), identity(4), 1e-12);
    const tall = orthogonal([7, 4], { dtype: 'float64' });
    assertClose(tall.transpose().matmul(tall), identity(4), 1e-12);
    const large = orthogonal([48, 48], { dtype: 'float64' });
    assertClose(large.matmul(large.transpose()), identity(48), 1e-12);
  });

  it('takes a gain, and kernels as columns', () => {
    const kernel = orthogonal([3, 2, 2, 2], { gain: 2, dtype: 'float64' }).reshape([3, 8]);
    assertClose(kernel.matmul(kernel.transpose()).div(4), identity(3), 1e-12);
  });

  it('is no fixed matrix up to signs: its entries are spread around 0', () => {
    const { mean } = moments(orthogonal([40, 40], { generator: new Generator(4) }));
    expect(Math.abs(mean)).toBeLessThan(0.02);
  });

  it('refuses what is no matrix', () => {
    expect(() => orthogonal([3])).toThrow(/orthogonal: shape \[3\] is no matrix/);
  });
});

describe('constant', () => {
  it('gives every element its value, in the dtype asked for', () => {
    expect(constant(0.5)([2]).toArray()).toEqual([0.5, 0.5]);
    expect(constant(1)([1], { dtype: 'float64' }).dtype).toBe('float64');
    assertClose(constant(2)([2, 1]), tensor([[2], [2]]));
  });
});
