import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Combine } from '../../../src/backend/contract.js';
import { type Buffer, createBuffer } from '../../../src/backend/reference/buffer.js';
import { runReduce as runReference } from '../../../src/backend/reference/reduce.js';
import { runReduce } from '../../../src/backend/wasm/kernels/reduce.js';
import { type DType, dtypes, type HostArray } from '../../../src/graph/dtype.js';
import { type Shape, sizeOf } from '../../../src/graph/shape.js';
import { bufferOf, expectEqual, TestContext } from './context.js';
import { elements, shapes } from './draws.js';

const context = new TestContext();
const combines: readonly Combine[] = ['sum', 'product', 'minimum', 'maximum', 'any', 'all'];

function outputDType(combine: Combine, dtype: DType): DType {
  if (combine === 'any' || combine === 'all') return 'bool';
  const isArithmetic = combine === 'sum' || combine === 'product';
  return isArithmetic && (dtype === 'bool' || dtype === 'uint8') ? 'int32' : dtype;
}

function keptShape(shape: Shape, axes: readonly number[]): number[] {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

function reduce(combine: Combine, axes: readonly number[], input: Buffer, shift = 0): HostArray {
  context.reset(shift);
  const from = context.write(input);
  const to = context.place({ shape: keptShape(input.shape, axes), dtype: outputDType(combine, input.dtype) });
  runReduce(context, combine, axes, from, to);
  expect(context.isTidy()).toBe(true);
  return context.read(to);
}

function reference(combine: Combine, axes: readonly number[], input: Buffer): HostArray {
  const output = createBuffer({ shape: keptShape(input.shape, axes), dtype: outputDType(combine, input.dtype) });
  runReference(combine, axes, input, output);
  return output.data;
}

/** Σ|x| or Π|x| for each output, by the reference. */
function scaleOf(combine: 'sum' | 'product', axes: readonly number[], input: Buffer): HostArray {
  return reference(combine, axes, {
    shape: input.shape,
    dtype: 'float64',
    data: Float64Array.from(input.data, Math.abs),
  });
}

function expectClose(combine: Combine, axes: readonly number[], input: Buffer, got: HostArray): void {
  const right = reference(combine, axes, input);
  const isRounded = (combine === 'sum' || combine === 'product') && input.dtype.startsWith('float');
  if (!isRounded) {
    expectEqual(got, right);
    return;
  }
  const scale = scaleOf(combine, axes, input);
  const precision = input.dtype === 'float32' ? 2 ** -23 : 0;
  got.forEach((value, index) => {
    const wanted = right[index] as number;
    if (Object.is(value, wanted)) return;
    const tolerance = precision * Math.abs(wanted) + 1e-13 * (scale[index] as number);
    if (!(Math.abs(value - wanted) <= tolerance)) expect(value, `element ${index}`).toBe(wanted);
  });
}

/** The sum of a row or column of a matrix of float32 with few digits, as integers. */
function exactSum(data: Float32Array, [rows, columns]: readonly [number, number], axis: number, index: number): number {
  const [count, stride, start] = axis === 0 ? [rows, columns, index] : [columns, 1, index * columns];
  let sum = 0n;
  for (let i = 0; i < count; i++) sum += BigInt((data[start + i * stride] as number) * 2 ** 40);
  return Number(sum) / 2 ** 40;
}

const cases = fc
  .record({
    shape: shapes,
    dtype: fc.constantFrom(...dtypes),
    combine: fc.constantFrom(...combines),
    mask: fc.nat(),
    shift: fc.nat(7),
  })
  .chain(({ shape, dtype, combine, mask, shift }) => {
    const axes = shape.map((_, axis) => axis).filter((axis) => ((mask >> axis) & 1) === 1);
    const data = elements(dtype, sizeOf(shape), combine === 'product' ? 'small' : 'any');
    return data.map((values) => ({ axes, combine, shift, input: bufferOf(dtype, shape, values) }));
  });

/** Integers have no infinities, so that the reference has no identity for their extremes; the ops refuse such a case. */
function hasIdentity(combine: Combine, axes: readonly number[], { shape, dtype }: Buffer): boolean {
  const isExtreme = combine === 'minimum' || combine === 'maximum';
  return !isExtreme || dtype.startsWith('float') || axes.every((axis) => shape[axis] !== 0);
}

describe('runReduce', () => {
  it('is the reference on any shape, axes and values', () => {
    fc.assert(
      fc.property(cases, ({ axes, combine, shift, input }) => {
        fc.pre(hasIdentity(combine, axes, input));
        expectClose(combine, axes, input, reduce(combine, axes, input, shift));
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    [[70_001], [0]],
    [[2, 66_000], [1]],
    [[4500, 16], [0]],
    [[2000, 33], [0]],
    [[22_000, 3], [0]],
    [[2, 6600, 10], [1]],
    [[20, 200, 7], [1]],
    [
      [17, 40, 65],
      [0, 2],
    ],
    [
      [8, 6, 100, 5],
      [0, 2],
    ],
    [[130, 515], [0]],
    [[130, 515], [1]],
    [[1001, 2], [1]],
    [[1003, 15], [1]],
  ] as const)('is the reference on %j over axes %j', (shape, axes) => {
    for (const dtype of ['float32', 'int32'] as const) {
      const [values] = fc.sample(elements(dtype, sizeOf(shape), 'nearOne'), { numRuns: 1, seed: 5 });
      const input = bufferOf(dtype, shape, values as number[]);
      for (const combine of ['sum', 'maximum'] as const)
        expectClose(combine, axes, input, reduce(combine, axes, input));
    }
  });

  it('does not depend on where the elements lie, nor on what lay there before', () => {
    fc.assert(
      fc.property(cases, fc.nat(7), ({ axes, combine, shift, input }, otherShift) => {
        const first = reduce(combine, axes, input, shift);
        const second = reduce(combine, axes, input, otherShift);
        expectEqual(new Uint8Array(second.buffer), new Uint8Array(first.buffer));
      }),
    );
  });

  it.each([
    ['rows', [4, 100_003], [1]],
    ['columns', [100_003, 4], [0]],
    ['many columns', [3001, 40], [0]],
  ] as const)('keeps the error of ill-conditioned float32 sums at that of float64: %s', (_, shape, axes) => {
    const data = new Float32Array(sizeOf(shape));
    // Large numbers that cancel exactly, amid small ones.
    const large = 2 ** 30;
    const [axis] = axes;
    const stride = axis === 0 ? shape[1] : 1;
    for (let i = 0; i < data.length; i++) {
      const at = Math.floor(i / stride) % shape[axis];
      const isLast = at === shape[axis] - 1;
      data[i] = isLast ? 0.1 : at % 2 === 0 ? large : -large;
      if (at % 7 === 0) data[i] = 0.1;
    }
    const input = bufferOf('float32', shape, data);
    const got = reduce('sum', axes, input);
    const scale = scaleOf('sum', axes, input);
    got.forEach((value, index) => {
      const right = exactSum(data, shape, axis, index);
      const tolerance = 2 ** -24 * Math.abs(right) + 1e-14 * (scale[index] as number);
      expect(Math.abs(value - right)).toBeLessThanOrEqual(tolerance);
    });
  });

  it('gives the identity for a reduction of nothing', () => {
    const empty = bufferOf('float32', [3, 0, 2], []);
    const results = combines.map((combine) => Array.from(reduce(combine, [1], empty)));
    const identities = [0, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1];
    expect(results).toEqual(identities.map((identity) => new Array(6).fill(identity)));
  });
});
