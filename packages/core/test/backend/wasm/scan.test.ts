import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Buffer, createBuffer } from '../../../src/backend/reference/buffer.js';
import { scan } from '../../../src/backend/reference/routines/scan.js';
import { runScan } from '../../../src/backend/wasm/kernels/scan.js';
import { sizeOf } from '../../../src/graph/shape.js';
import { bufferOf, expectEqual, TestContext } from './context.js';
import { elements, shapes } from './draws.js';

const context = new TestContext();
const cases = fc
  .record({
    shape: shapes.filter((shape) => shape.length > 0),
    dtype: fc.constantFrom('float32', 'float64', 'int32'),
    combine: fc.constantFrom('sum', 'product'),
    pick: fc.nat(3),
    shift: fc.nat(7),
  })
  .chain(({ shape, dtype, combine, pick, shift }) =>
    elements(dtype, sizeOf(shape), 'any').map((values) => ({
      input: bufferOf(dtype, shape, values),
      parameters: { axis: pick % shape.length, combine },
      shift,
    })),
  );

function reference(input: Buffer, parameters: Parameters<typeof scan>[2]): Buffer {
  const output = createBuffer(input);
  scan([input], output, parameters);
  return output;
}

describe('runScan', () => {
  it('gives the bits of the reference on any shape, axis and values', () => {
    fc.assert(
      fc.property(cases, ({ input, parameters, shift }) => {
        context.reset(shift);
        const from = context.write(input);
        const to = context.place(input);
        runScan(context, parameters, from, to);
        expect(context.isTidy()).toBe(true);
        expectEqual(context.read(to), reference(input, parameters).data);
      }),
      { numRuns: 600 },
    );
  });

  it('keeps the sign of a first zero', () => {
    context.reset();
    const from = context.write(bufferOf('float32', [2], [-0, -0]));
    const to = context.place(from);
    runScan(context, { axis: 0, combine: 'sum' }, from, to);
    expect(Array.from(context.read(to))).toEqual([-0, -0]);
  });
});
