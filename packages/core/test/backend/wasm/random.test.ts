import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBuffer } from '../../../src/backend/reference/buffer.js';
import { random } from '../../../src/backend/reference/routines/random.js';
import { runRandom } from '../../../src/backend/wasm/kernels/random.js';
import { TestContext } from './context.js';

const context = new TestContext();
const words = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('runRandom', () => {
  it('gives the bits of the reference', () => {
    const draws = fc.oneof(
      fc.constantFrom(['uniform', 'float32'], ['uniform', 'float64'], ['normal', 'float32'], [
        'normal',
        'float64',
      ] as const),
      fc.constant(['permutation', 'int32'] as const),
    ) as fc.Arbitrary<['uniform' | 'normal', 'float32' | 'float64'] | ['permutation', 'int32']>;
    fc.assert(
      fc.property(
        draws,
        fc.tuple(words, words, words),
        fc.nat(300),
        fc.nat(7),
        ([distribution, dtype], key, size, shift) => {
          const right = createBuffer({ shape: [size], dtype });
          random([], right, { distribution, key });
          context.reset(shift);
          const location = context.place(right);
          runRandom(context, { distribution, key }, location);
          expect(context.isTidy()).toBe(true);
          expect(context.read(location)).toEqual(right.data);
        },
      ),
    );
  });
});
