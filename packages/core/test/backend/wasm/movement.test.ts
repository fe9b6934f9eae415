import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Buffer, createBuffer } from '../../../src/backend/reference/buffer.js';
import * as reference from '../../../src/backend/reference/movement.js';
import { runConcat, runPad, runReshape, runView } from '../../../src/backend/wasm/kernels/movement.js';
import { type DType, dtypes } from '../../../src/graph/dtype.js';
import { type Shape, sizeOf, stridesOf } from '../../../src/graph/shape.js';
import { bufferOf, TestContext } from './context.js';
import { elements, shapes } from './draws.js';
import { stridedReads } from './strided.js';

const context = new TestContext();
const dtype = fc.constantFrom(...dtypes);

function bufferArbitrary(type: DType, shape: Shape): fc.Arbitrary<Buffer> {
  return elements(type, sizeOf(shape), 'any').map((values) => bufferOf(type, shape, values));
}

function expectView(input: Buffer, shape: Shape, strides: readonly number[], start: number, shift = 0): void {
  const expected = createBuffer({ shape, dtype: input.dtype });
  reference.runView(input, strides, start, expected);
  context.reset(shift);
  const source = context.write(input);
  const output = context.place(expected);
  runView(context, source, strides, start, output);
  expect(context.read(output)).toEqual(expected.data);
  expect(context.isTidy()).toBe(true);
}

function counting(type: DType, shape: Shape): Buffer {
  return bufferOf(
    type,
    shape,
    Array.from({ length: sizeOf(shape) }, (_, index) => index % 251),
  );
}

describe('view', () => {
  it('reads through any strides', () => {
    const cases = fc
      .record({ type: dtype, shape: shapes, shift: fc.nat(7) })
      .chain(({ type, shape, shift }) =>
        stridedReads(shape).chain(({ strides, start, length }) =>
          bufferArbitrary(type, [length]).map((input) => ({ input, shape, strides, start, shift })),
        ),
      );
    fc.assert(
      fc.property(cases, ({ input, shape, strides, start, shift }) => {
        expectView(input, shape, strides, start, shift);
      }),
      { numRuns: 150 },
    );
  });

  it('permutes matrices of all sizes around its tiles', () => {
    for (const type of dtypes) {
      for (const [rows, columns] of [
        [4, 4],
        [5, 7],
        [16, 16],
        [17, 35],
        [64, 3],
        [3, 64],
        [31, 66],
      ] as const) {
        expectView(counting(type, [rows, columns]), [columns, rows], [1, columns], 0);
      }
    }
  });

  it('permutes stacks of matrices', () => {
    for (const type of ['float32', 'float64', 'bool'] as const) {
      const shape = [3, 5, 6, 7];
      const strides = stridesOf(shape);
      for (const axes of [
        [0, 1, 3, 2],
        [0, 2, 1, 3],
        [3, 2, 1, 0],
        [2, 3, 0, 1],
        [1, 3, 0, 2],
        [0, 3, 1, 2],
      ]) {
        const permuted = axes.map((axis) => shape[axis] as number);
        expectView(
          counting(type, shape),
          permuted,
          axes.map((axis) => strides[axis] as number),
          0,
        );
      }
    }
  });

  it('keeps the bits of NaN', () => {
    const patterns = Uint32Array.of(0x7fc00001, 0xffc12345, 0x7f800001, 0x80000000, 1);
    const input = { shape: [5], dtype: 'float32', data: new Float32Array(patterns.buffer) } as const;
    for (const strides of [[1], [-1]]) {
      context.reset();
      const source = context.place(input);
      context.bytes().set(new Uint8Array(patterns.buffer), source.offset);
      const output = context.place(input);
      runView(context, source, strides, strides[0] === 1 ? 0 : 4, output);
      const got = new Uint32Array(context.bytes().slice(output.offset, output.offset + 20).buffer);
      expect([...got]).toEqual(strides[0] === 1 ? [...patterns] : [...patterns].reverse());
    }
  });
});

describe('reshape', () => {
  it('copies what it may not share', () => {
    context.reset();
    const source = context.write(counting('int32', [2, 6]));
    const output = context.place({ shape: [3, 4], dtype: 'int32' });
    runReshape(context, source, output);
    expect(context.read(output)).toEqual(context.read(source));
    expect(context.isTidy()).toBe(true);
  });
});

describe('concat', () => {
  it('joins along any axis', () => {
    const cases = fc
      .record({
        type: dtype,
        shape: shapes.filter((shape) => shape.length > 0),
        sizes: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
      })
      .chain(({ type, shape, sizes }) =>
        fc.nat(shape.length - 1).chain((axis) => {
          const parts = sizes.map((size) => bufferArbitrary(type, shape.with(axis, size)));
          return fc.record({ axis: fc.constant(axis), inputs: fc.tuple(...parts) });
        }),
      );
    fc.assert(
      fc.property(cases, fc.nat(7), ({ axis, inputs }, shift) => {
        const first = inputs[0] as Buffer;
        const size = inputs.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
        const expected = createBuffer({ shape: first.shape.with(axis, size), dtype: first.dtype });
        reference.runConcat(inputs, axis, expected);
        context.reset(shift);
        const sources = inputs.map((input) => context.write(input));
        const output = context.place(expected);
        runConcat(context, sources, axis, output);
        expect(context.read(output)).toEqual(expected.data);
        expect(context.isTidy()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('pad', () => {
  it('spreads the input amid a value', () => {
    const paddings = fc.record({
      before: fc.nat(5),
      after: fc.nat(5),
      interior: fc.oneof(fc.constant(0), fc.nat(3)),
    });
    const cases = fc
      .record({ type: dtype, shape: shapes.filter((shape) => sizeOf(shape) < 500) })
      .chain(({ type, shape }) =>
        fc.record({
          input: bufferArbitrary(type, shape),
          padding: fc.array(paddings, { minLength: shape.length, maxLength: shape.length }),
          value:
            type === 'bool'
              ? fc.constantFrom(0, 1)
              : fc.constantFrom(0, 1, 7, ...(type.startsWith('float') ? [-0, 0.5, Number.NaN] : [])),
        }),
      );
    fc.assert(
      fc.property(cases, fc.nat(7), ({ input, padding, value }, shift) => {
        const shape = input.shape.map((size, axis) => {
          const { before, after, interior } = padding[axis] as (typeof padding)[number];
          return before + after + size + Math.max(0, size - 1) * interior;
        });
        fc.pre(sizeOf(shape) < 50_000);
        const before = padding.map((axis) => axis.before);
        const interior = padding.map((axis) => axis.interior);
        const expected = createBuffer({ shape, dtype: input.dtype });
        reference.runPad(input, before, interior, value, expected);
        context.reset(shift);
        const source = context.write(input);
        const output = context.place(expected);
        runPad(context, source, before, interior, value, output);
        expect(context.read(output)).toEqual(expected.data);
        expect(context.isTidy()).toBe(true);
      }),
      { numRuns: 80 },
    );
  });
});
