import fc from 'fast-check';
import type { DType } from '../../../src/graph/dtype.js';
import { sizeOf } from '../../../src/graph/shape.js';

/** Sizes with what vector kernels treat apart: nothing, one, below, at and above multiples of 4 and 16. */
const sizes = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(0, 1) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 70 }) },
);

export const shapes: fc.Arbitrary<number[]> = fc
  .array(sizes, { maxLength: 4 })
  .filter((shape) => sizeOf(shape) <= 6000);

export type Values = 'any' | 'small' | 'nearOne';

const specials = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, -1, 2 ** -149, 3e38];

/** So many elements of a dtype, with many ties; `any` has special values in one draw of two. */
export function elements(dtype: DType, size: number, values: Values): fc.Arbitrary<number[]> {
  return fc
    .record({ seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }), special: fc.boolean() })
    .map(({ seed, special }) => {
      const random = xorshift(seed);
      return Array.from({ length: size }, () => element(dtype, values, special && values === 'any', random));
    });
}

function element(dtype: DType, values: Values, special: boolean, random: () => number): number {
  switch (dtype) {
    case 'bool':
      return Number(random() < 0.9);
    case 'uint8':
      return Math.floor(random() * 256);
    case 'int32':
      if (values === 'small') return Math.floor(random() * 7) - 3;
      if (random() < 0.1) return random() < 0.5 ? 2 ** 31 - 1 : -(2 ** 31);
      return random() < 0.3 ? Math.floor(random() * 5) - 2 : Math.floor((random() - 0.5) * 2 ** 32);
    default:
      if (special && random() < 0.2) return specials[Math.floor(random() * specials.length)] as number;
      if (values === 'nearOne') return 1 + (random() - 0.5) * 1e-2;
      if (random() < 0.3) return Math.floor(random() * 5) - 2;
      return (random() - 0.5) * (values === 'small' ? 4 : 2 ** Math.floor(random() * 20));
  }
}

/** Uniform in [0, 1). Drawing each element by itself would take most of a test's time. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
