import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectEqual, type TestContext } from './context.js';
import {
  arrays,
  contexts,
  contiguous,
  elementOf,
  fill,
  layout,
  numbers,
  type Operand,
  operand,
  product,
  relay,
  transposed,
} from './matmul-operands.js';

describe('the bits of the wasm matmul', () => {
  it.each(['float32', 'float64'] as const)('adds up chains of fixed lengths, in order, from 0: %s', (dtype) => {
    const round = dtype === 'float32' ? Math.fround : (x: number) => x;
    const context = contexts[0] as TestContext;
    const sizes = { m: fc.integer({ min: 1, max: 15 }), n: fc.integer({ min: 1, max: 20 }) };
    const depth = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 250, max: 800 }));
    const operands = fc.record({ ...sizes, k: depth, left: layout, right: layout, seed: fc.integer() });
    fc.assert(
      fc.property(operands, ({ m, n, k, left, right, seed }) => {
        const number = numbers(seed);
        const a = operand(dtype, [m, k], { ...left, repeated: [] });
        const b = operand(dtype, [k, n], { ...right, repeated: [] });
        for (const { data } of [a, b]) data.set(fill(dtype, data.length, number));
        const chain = Math.ceil(Math.ceil(k / Math.ceil(k / 256)) / 4) * 4;
        const expected = new arrays[dtype](m * n).map((_, index) => {
          const [i, j] = [Math.floor(index / n), index % n];
          let total = 0;
          for (let start = 0; start < k; start += chain) {
            let sum = 0;
            for (let p = start; p < Math.min(k, start + chain); p++) {
              sum = round(round(elementOf(a, i, p) * elementOf(b, p, j)) + sum);
            }
            total = start === 0 ? sum : round(total + sum);
          }
          return total;
        });
        context.reset();
        expectEqual(product(context, dtype, a, b), expected);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same bits wherever and however the operands lie, to parts of the product, and to its transpose', () => {
    const layouts = layout.map((given) => ({ ...given, repeated: [] }));
    const lies = fc.record({ left: layouts, right: layouts, shift: fc.nat(9) });
    const sizes = {
      m: fc.integer({ min: 1, max: 40 }),
      n: fc.integer({ min: 1, max: 40 }),
      k: fc.integer({ min: 1, max: 600 }),
    };
    const part = { row: fc.nat(), column: fc.nat(), rows: fc.nat(), columns: fc.nat() };
    fc.assert(
      fc.property(
        fc.constantFrom('float32' as const, 'float64' as const),
        fc.constantFrom(...contexts.keys()),
        fc.record({ ...sizes, ...part }),
        lies,
        fc.integer(),
        (dtype, index, { m, n, k, row, column, rows, columns }, { left, right, shift }, seed) => {
          const context = contexts[index] as TestContext;
          const number = numbers(seed);
          const a = contiguous(fill(dtype, m * k, number), [m, k]);
          const b = contiguous(fill(dtype, k * n, number), [k, n]);
          context.reset();
          const whole = product(context, dtype, a, b);

          const top = row % m;
          const first = column % n;
          const height = 1 + (rows % (m - top));
          const width = 1 + (columns % (n - first));
          const relaid = [
            relay(dtype, a, [top, 0], [height, k], left),
            relay(dtype, b, [0, first], [k, width], right),
          ] as const;
          context.reset(shift);
          const result = product(context, dtype, ...relaid);
          const expected = result.map(
            (_, i) => whole[(top + Math.floor(i / width)) * n + first + (i % width)] as number,
          );
          expectEqual(result, expected);

          const [c, d] = relaid.map(transposed) as [Operand, Operand];
          const other = transposed(contiguous(product(context, dtype, d, c), [width, height]));
          expectEqual(
            result,
            expected.map((_, i) => elementOf(other, Math.floor(i / width), i % width)),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    [[], 260, 70, 130],
    [[], 70, 260, 130],
    [[], 1, 2100, 777],
    [[], 1500, 1, 777],
    [[], 1000, 1000, 1],
    [[7], 40, 50, 60],
    [[5, 2], 40, 50, 60],
  ] as const)('does not depend on how many threads share it: %j %i × %i, depth %i', (batch, m, n, k) => {
    for (const context of contexts) {
      const number = numbers(m * n * k);
      const plain = { repeated: [], reversed: false, gap: 1, aliased: false };
      const a = operand('float32', [...batch, m, k], { ...plain, transposed: false });
      const b = operand('float32', [...batch, k, n], { ...plain, transposed: true });
      for (const { data } of [a, b]) data.set(fill('float32', data.length, number));
      context.reset();
      const alone = product(context, 'float32', a, b);
      for (const threads of [2, 3]) expectEqual(product(context, 'float32', a, b, threads), alone);
    }
  });
});
