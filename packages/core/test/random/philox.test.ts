import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillNormal,
  fillPermutation,
  fillUniform,
  keyFromSeed,
  philox4x32,
  type RandomKey,
} from '../../src/random/philox.js';

const key = keyFromSeed(42, 0);
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anyKey: fc.Arbitrary<RandomKey> = fc.tuple(word, word, word);

function block(counter: readonly number[], [key0, key1]: readonly [number, number]): string[] {
  const out = new Uint32Array(4);
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = counter;
  philox4x32(c0, c1, c2, c3, key0, key1, out, 0);
  return Array.from(out, (value) => value.toString(16).padStart(8, '0'));
}

function mean(values: ArrayLike<number>, power = 1): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? Number.NaN) ** power;
  return sum / values.length;
}

function meanProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? Number.NaN) * (b[i] ?? Number.NaN);
  return sum / a.length;
}

describe('philox4x32', () => {
  // The known-answer vectors that the authors publish for Philox-4x32-10.
  it.each([
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ] as const)('encrypts counter %j under key %j', (counter, keyWords, expected) => {
    expect(block(counter, keyWords).join(' ')).toBe(expected);
  });

  it('agrees with 64-bit integer arithmetic on every counter and key', () => {
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, keyWords) => {
        expect(block(counter, keyWords)).toEqual(blockInBigInts(counter, keyWords));
      }),
    );
  });

  it('writes four words at the offset and nothing else', () => {
    const out = new Uint32Array(8).fill(7);
    philox4x32(0, 0, 0, 0, 0, 0, out, 2);
    expect(Array.from(out)).toEqual([7, 7, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 7, 7]);
  });
});

function blockInBigInts(counter: readonly number[], keyWords: readonly number[]): string[] {
  const mask = 0xffffffffn;
  let [c0 = 0n, c1 = 0n, c2 = 0n, c3 = 0n] = counter.map(BigInt);
  let [k0 = 0n, k1 = 0n] = keyWords.map(BigInt);
  for (let round = 0; round < 10; round++) {
    const product0 = 0xd2511f53n * c0;
    const product1 = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(product1 >> 32n) ^ c1 ^ k0, product1 & mask, (product0 >> 32n) ^ c3 ^ k1, product0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [c0, c1, c2, c3].map((value) => value.toString(16).padStart(8, '0'));
}

describe('keyFromSeed', () => {
  it('splits the seed into two 32-bit halves', () => {
    expect(keyFromSeed(0, 0)).toEqual([0, 0, 0]);
    expect(keyFromSeed(2 ** 32 + 5, 3)).toEqual([5, 1, 3]);
    expect(keyFromSeed(Number.MAX_SAFE_INTEGER, 2 ** 32 - 1)).toEqual([0xffffffff, 0x1fffff, 0xffffffff]);
  });

  it.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => keyFromSeed(seed, 0)).toThrow(RangeError);
    expect(() => keyFromSeed(seed, 0)).toThrow(`expected an integer from 0 to 2^53 - 1, got ${seed}`);
  });

  it.each([Number.NaN, -1, 0.5, 2 ** 32])('refuses the stream %d', (stream) => {
    expect(() => keyFromSeed(0, stream)).toThrow(`the stream must be an integer from 0 to 2^32 - 1, got ${stream}`);
  });
});

const fillers = [
  ['fillUniform, float32', fillUniform, Float32Array],
  ['fillUniform, float64', fillUniform, Float64Array],
  ['fillNormal, float32', fillNormal, Float32Array],
  ['fillNormal, float64', fillNormal, Float64Array],
] as const;

describe.each(fillers)('%s', (_name, fill, ArrayType) => {
  it('gives a prefix of the longer draw to the shorter one', () => {
    const long = new ArrayType(67);
    fill(long, key);
    for (let length = 0; length <= long.length; length++) {
      const short = new ArrayType(length);
      fill(short, key);
      expect(Array.from(short)).toEqual(Array.from(long.subarray(0, length)));
    }
  });

  it('repeats itself, and differs by seed half and by stream', () => {
    const draw = (k: RandomKey) => {
      const out = new ArrayType(16);
      fill(out, k);
      return Array.from(out);
    };
    expect(draw([1, 2, 3])).toEqual(draw([1, 2, 3]));
    for (const other of [
      [0, 2, 3],
      [1, 0, 3],
      [1, 2, 0],
    ] as const)
      expect(draw(other)).not.toEqual(draw([1, 2, 3]));
  });

  it('is uncorrelated between neighbouring streams, seeds and elements', () => {
    const count = 50_000;
    const centred = (k: RandomKey) => {
      const out = new ArrayType(count + 1);
      fill(out, k);
      const centre = fill === fillUniform ? 0.5 : 0;
      const scale = fill === fillUniform ? Math.sqrt(12) : 1;
      return out.map((value) => (value - centre) * scale);
    };
    const base = centred(key);
    // The sample correlation has a standard deviation of 1/√count: the bound is five of them.
    const bound = 5 / Math.sqrt(count);
    expect(Math.abs(meanProduct(base, centred(keyFromSeed(42, 1))))).toBeLessThan(bound);
    expect(Math.abs(meanProduct(base, centred(keyFromSeed(43, 0))))).toBeLessThan(bound);
    for (const lag of [1, 2, 3, 4]) {
      expect(Math.abs(meanProduct(base.subarray(0, count - lag), base.subarray(lag)))).toBeLessThan(bound);
    }
  });
});

describe('fillUniform', () => {
  it('stays in [0, 1) on a grid of 2^-24 or 2^-53', () => {
    fc.assert(
      fc.property(anyKey, (k) => {
        const single = new Float32Array(9);
        const double = new Float64Array(9);
        fillUniform(single, k);
        fillUniform(double, k);
        for (const value of [...single, ...double]) expect(value >= 0 && value < 1).toBe(true);
        for (const value of single) expect(Number.isInteger(value * 2 ** 24)).toBe(true);
        for (const value of double) expect(Number.isInteger(value * 2 ** 53)).toBe(true);
      }),
    );
  });

  it('takes float64 numbers finer than float32', () => {
    const out = new Float64Array(64);
    fillUniform(out, key);
    expect(out.some((value) => Math.fround(value) !== value)).toBe(true);
    expect(out.some((value) => !Number.isInteger(value * 2 ** 52))).toBe(true);
  });

  it.each([Float32Array, Float64Array])('has the moments of the uniform distribution (%o)', (ArrayType) => {
    const out = new ArrayType(200_000);
    fillUniform(out, key);
    for (const power of [1, 2, 3, 4]) {
      // The variance of U^p is 1/(2p + 1) − 1/(p + 1)².
      const deviation = Math.sqrt((1 / (2 * power + 1) - 1 / (power + 1) ** 2) / out.length);
      expect(Math.abs(mean(out, power) - 1 / (power + 1))).toBeLessThan(5 * deviation);
    }
  });

  it('fills equal cells equally often', () => {
    const cells = new Float64Array(256);
    const out = new Float32Array(200_000);
    fillUniform(out, key);
    for (const value of out) cells[Math.floor(value * 256)] = (cells[Math.floor(value * 256)] ?? 0) + 1;
    const expected = out.length / 256;
    const chiSquared = cells.reduce((sum, observed) => sum + (observed - expected) ** 2 / expected, 0);
    // 255 degrees of freedom: mean 255, standard deviation 22.6.
    expect(chiSquared).toBeGreaterThan(255 - 5 * 22.6);
    expect(chiSquared).toBeLessThan(255 + 5 * 22.6);
  });
});

describe('fillNormal', () => {
  it.each([Float32Array, Float64Array])('has the moments of the normal distribution (%o)', (ArrayType) => {
    const out = new ArrayType(200_000);
    fillNormal(out, key);
    // E[z^p] and Var[z^p] for p = 1 … 4.
    const moments = [
      [0, 1],
      [1, 2],
      [0, 15],
      [3, 96],
    ] as const;
    moments.forEach(([expected, variance], index) => {
      const deviation = Math.sqrt(variance / out.length);
      expect(Math.abs(mean(out, index + 1) - expected)).toBeLessThan(5 * deviation);
    });
    const beyondTwo = mean(Array.from(out, (value) => (Math.abs(value) > 2 ? 1 : 0)));
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.0025);
  });

  it('is always finite', () => {
    fc.assert(
      fc.property(anyKey, (k) => {
        const single = new Float32Array(9);
        const double = new Float64Array(9);
        fillNormal(single, k);
        fillNormal(double, k);
        expect([...single, ...double].every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('fillPermutation', () => {
  it('gives each number once', () => {
    fc.assert(
      fc.property(anyKey, fc.integer({ min: 0, max: 300 }), (k, length) => {
        const out = new Int32Array(length);
        fillPermutation(out, k);
        expect(Array.from(out).sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
      }),
    );
  });

  it('repeats itself and differs by stream', () => {
    const draw = (stream: number) => {
      const out = new Int32Array(50);
      fillPermutation(out, keyFromSeed(42, stream));
      return Array.from(out);
    };
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it('makes all 24 permutations of four equally often', () => {
    const counts = new Map<string, number>();
    const draws = 24_000;
    const out = new Int32Array(4);
    for (let stream = 0; stream < draws; stream++) {
      fillPermutation(out, keyFromSeed(7, stream));
      counts.set(out.join(), (counts.get(out.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    let chiSquared = 0;
    for (const count of counts.values()) chiSquared += (count - draws / 24) ** 2 / (draws / 24);
    // 23 degrees of freedom: mean 23, standard deviation 6.8.
    expect(chiSquared).toBeLessThan(23 + 5 * 6.8);
  });
});
