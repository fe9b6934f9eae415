import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultGenerator, Generator, seed } from '../../src/random/generator.js';
import { fillUniform, keyFromSeed } from '../../src/random/philox.js';

const anySeed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

function keys(generator: Generator, count: number) {
  return Array.from({ length: count }, () => generator.nextKey());
}

describe('Generator', () => {
  it('numbers its draws', () => {
    const generator = new Generator(42);
    expect(generator.seed).toBe(42);
    expect(keys(generator, 3)).toEqual([keyFromSeed(42, 0), keyFromSeed(42, 1), keyFromSeed(42, 2)]);
  });

  it.each([Number.NaN, -3, 1.5, 2 ** 60])('refuses the seed %d', (value) => {
    expect(() => new Generator(value)).toThrow(RangeError);
  });

  it('continues from a state that went through JSON', () => {
    fc.assert(
      fc.property(anySeed, fc.nat(20), (value, before) => {
        const generator = new Generator(value);
        keys(generator, before);
        const saved = JSON.parse(JSON.stringify(generator.state()));
        const following = keys(generator, 5);
        generator.restore(saved);
        expect(keys(generator, 5)).toEqual(following);
        const other = new Generator(0);
        other.restore(saved);
        expect(keys(other, 5)).toEqual(following);
      }),
    );
  });

  it('stays where it was when a state is refused', () => {
    const generator = new Generator(1);
    generator.nextKey();
    const before = generator.state();
    expect(() => generator.restore({ seed: 5, stream: -1 })).toThrow('the stream must be an integer');
    expect(() => generator.restore({ seed: -5, stream: 0 })).toThrow('random seed');
    expect(generator.state()).toEqual(before);
  });

  it('says when the streams of its seed are spent', () => {
    const generator = new Generator(9);
    generator.restore({ seed: 9, stream: 2 ** 32 - 1 });
    expect(generator.nextKey()).toEqual([9, 0, 2 ** 32 - 1]);
    expect(() => generator.nextKey()).toThrow('all 2^32 streams of seed 9 are spent');
  });
});

describe('fork and split', () => {
  it('are repeatable, and take one stream each', () => {
    const [a, b] = [new Generator(5), new Generator(5)];
    expect(a.fork().state()).toEqual(b.fork().state());
    expect(a.state()).toEqual({ seed: 5, stream: 1 });
    expect(a.split(3).map((child) => child.seed)).toEqual([b.fork().seed, b.fork().seed, b.fork().seed]);
    expect(a.state()).toEqual(b.state());
  });

  it('give generators with seeds of their own', () => {
    fc.assert(
      fc.property(anySeed, (value) => {
        const parent = new Generator(value);
        const seeds = [value, ...parent.split(20).map((child) => child.seed)];
        expect(new Set(seeds).size).toBe(21);
        expect(seeds.every(Number.isSafeInteger)).toBe(true);
      }),
    );
  });

  it('give children uncorrelated with the parent and with each other', () => {
    const parent = new Generator(11);
    const count = 20_000;
    const draws = [...parent.split(2), parent].map((generator) => {
      const out = new Float64Array(count);
      fillUniform(out, generator.nextKey());
      return out.map((value) => (value - 0.5) * Math.sqrt(12));
    });
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const product = draws[i]?.map((value, n) => value * (draws[j]?.[n] ?? Number.NaN)) ?? new Float64Array();
      const correlation = product.reduce((sum, value) => sum + value, 0) / count;
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(count));
    }
  });

  it.each([-1, 0.5, Number.NaN])('refuse a count of %d', (count) => {
    expect(() => new Generator(0).split(count)).toThrow('the count must be a non-negative integer');
  });
});

describe('the default generator', () => {
  afterEach(() => seed(0));

  it('starts from seed 0', () => {
    expect(defaultGenerator.state()).toEqual({ seed: 0, stream: 0 });
  });

  it('restarts from the seed it is given', () => {
    seed(123);
    const first = keys(defaultGenerator, 3);
    seed(123);
    expect(keys(defaultGenerator, 3)).toEqual(first);
    expect(first[0]).toEqual(keyFromSeed(123, 0));
  });

  it('keeps its place when the seed is refused', () => {
    seed(8);
    defaultGenerator.nextKey();
    expect(() => seed(Number.NaN)).toThrow('expected an integer from 0 to 2^53 - 1, got NaN');
    expect(defaultGenerator.state()).toEqual({ seed: 8, stream: 1 });
  });
});
