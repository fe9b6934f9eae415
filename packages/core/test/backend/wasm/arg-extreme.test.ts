import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBuffer } from '../../../src/backend/reference/buffer.js';
import { argExtreme } from '../../../src/backend/reference/routines/arg-extreme.js';
import { runArgExtreme } from '../../../src/backend/wasm/kernels/arg-extreme.js';
import { type DType, dtypes } from '../../../src/graph/dtype.js';
import { sizeOf } from '../../../src/graph/shape.js';
import { bufferOf, expectEqual, TestContext } from './context.js';
import { elements, shapes } from './draws.js';

const context = new TestContext();

/** The indices by the kernel, checked against the reference. */
function indices(
  dtype: DType,
  shape: readonly number[],
  values: readonly number[],
  axis: number,
  maximum: boolean,
  shift = 0,
): number[] {
  const parameters = { axis, extreme: maximum ? 'maximum' : 'minimum' } as const;
  const input = bufferOf(dtype, shape, values);
  const output = createBuffer({ shape: shape.map((size, each) => (each === axis ? 1 : size)), dtype: 'int32' });
  argExtreme([input], output, parameters);
  context.reset(shift);
  const from = context.write(input);
  const to = context.place(output);
  runArgExtreme(context, parameters, from, to);
  expect(context.isTidy()).toBe(true);
  expectEqual(context.read(to), output.data);
  return Array.from(output.data);
}

const cases = fc
  .record({
    shape: shapes.filter((shape) => shape.length > 0),
    dtype: fc.constantFrom(...dtypes),
    maximum: fc.boolean(),
    pick: fc.nat(3),
    shift: fc.nat(7),
  })
  .chain((drawn) => elements(drawn.dtype, sizeOf(drawn.shape), 'any').map((values) => ({ ...drawn, values })));

describe('runArgExtreme', () => {
  it('is the reference on any shape, axis and values', () => {
    fc.assert(
      fc.property(cases, ({ dtype, shape, values, pick, maximum, shift }) => {
        const axis = pick % shape.length;
        fc.pre(shape[axis] !== 0);
        indices(dtype, shape, values, axis, maximum, shift);
      }),
      { numRuns: 600 },
    );
  });

  it.each(dtypes)('finds the first extreme at every place of a row and a column of %s', (dtype) => {
    for (let size = 1; size <= 21; size++) {
      for (let at = 0; at < size; at++) {
        const values = Array.from({ length: size }, (_, index) => Number(index >= at));
        expect(indices(dtype, [size], values, 0, true)).toEqual([at]);
        expect(
          indices(
            dtype,
            [size, 2],
            values.flatMap((value) => [value, value]),
            0,
            true,
          ),
        ).toEqual([at, at]);
      }
    }
  });

  it.each(['float32', 'float64'] as const)(
    'takes zeros of both signs for equal, and the first NaN for the extreme (%s)',
    (dtype) => {
      expect(indices(dtype, [3], [-0, 0, -0], 0, true)).toEqual([0]);
      expect(indices(dtype, [3], [0, -0, 0], 0, false)).toEqual([0]);
      const values = [1, Number.POSITIVE_INFINITY, Number.NaN, 7, Number.NaN, Number.NEGATIVE_INFINITY];
      expect(indices(dtype, [6], values, 0, true)).toEqual([2]);
      expect(indices(dtype, [6, 1], values, 0, false)).toEqual([2]);
      expect(
        indices(
          dtype,
          [6, 2],
          values.flatMap((value) => [value, -1]),
          0,
          false,
        ),
      ).toEqual([2, 0]);
    },
  );

  it('compares int32 as integers', () => {
    expect(indices('int32', [3], [2 ** 31 - 2, 2 ** 31 - 1, -(2 ** 31)], 0, true)).toEqual([1]);
    expect(indices('int32', [3], [2 ** 31 - 2, 2 ** 31 - 1, -(2 ** 31)], 0, false)).toEqual([2]);
  });
});
