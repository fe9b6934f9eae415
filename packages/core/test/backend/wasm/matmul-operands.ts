import fc from 'fast-check';
import { expect } from 'vitest';
import type { KernelContext } from '../../../src/backend/wasm/context.js';
import { runMatmul } from '../../../src/backend/wasm/kernels/matmul.js';
import type { MatrixRead } from '../../../src/backend/wasm/kernels/matmul-stack.js';
import { supports } from '../../../src/backend/wasm/platform.js';
import { bytesPerElement } from '../../../src/graph/dtype.js';
import { type Shape, stridesOf } from '../../../src/graph/shape.js';
import { TestContext } from './context.js';

export type Elements = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
export type MatmulDType = 'float32' | 'float64' | 'int32';

export const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array };
const relaxations = supports('relaxed-simd') ? [false, true] : [false];
/** Kernels are compiled once. */
export const contexts = relaxations.map((relaxed) => new TestContext(relaxed));

/** An operand: numbers under a shape and strides, from the element `start` on. */
export interface Operand {
  readonly data: Elements;
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly start: number;
}

/** The product. Nothing is written around the operands, the output and the scratch bytes. */
export function product(
  context: TestContext,
  dtype: MatmulDType,
  left: Operand,
  right: Operand,
  threads = 1,
): Elements {
  const [first, second] = [left, right].map(({ data, shape, strides, start }): MatrixRead => {
    const { offset } = context.write({ dtype, shape: [data.length], data });
    return { offset: offset + start * bytesPerElement[dtype], shape, dtype, strides };
  }) as [MatrixRead, MatrixRead];
  const output = context.place({ dtype, shape: [...left.shape.slice(0, -1), right.shape.at(-1) as number] });
  runMatmul(guarded(context, threads), first, second, output);
  expect(context.isTidy()).toBe(true);
  return context.read(output) as Elements;
}

/** The same context, with scratch bytes that are watched too. What threads share is done by the last one first. */
function guarded(context: TestContext, threads: number): KernelContext {
  return {
    options: context.options,
    threads,
    native: undefined,
    lanes: (count, record) => {
      for (let lane = count - 1; lane >= 0; lane--) record(lane);
    },
    kernel: (key, build) => context.kernel(key, build),
    launch: (kernel, values) => context.launch(kernel, values),
    host: (run, values) => context.host(run, values),
    number: (index, value) => context.number(index, value),
    constant: (value) => context.constant(value),
    scratch: (bytes) => context.place({ dtype: 'uint8', shape: [bytes] }).offset,
  };
}

export function fill(dtype: MatmulDType, length: number, number: () => number): Elements {
  return new arrays[dtype](length).map(number);
}

/** A fast generator, so that a failing case prints as a shape and a seed. */
export function numbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    return (state >> 8) / 2 ** 23;
  };
}

/**
 * How an operand lies: last two axes swapped, axes repeated (stride 0), backwards, with gaps between elements, or with
 * lines that are multiples of 2048 bytes apart.
 */
export interface Layout {
  readonly transposed: boolean;
  readonly repeated: readonly boolean[];
  readonly reversed: boolean;
  readonly gap: number;
  readonly aliased: boolean;
}

export function operand(dtype: MatmulDType, shape: Shape, layout: Layout): Operand {
  const { transposed, repeated, reversed, gap, aliased } = layout;
  const rank = shape.length;
  const order = shape.map((_, axis) => axis);
  if (transposed) order.push(...order.splice(rank - 2, 1));
  const strides = new Array<number>(rank).fill(0);
  let length = gap;
  for (const axis of order.toReversed()) {
    if (repeated[axis - rank + repeated.length] === true) continue;
    strides[axis] = length;
    length *= shape[axis] as number;
    if (aliased && axis === order.at(-1)) length = Math.ceil(length / 512) * 512;
  }
  const data = new arrays[dtype](length);
  if (!reversed || length === 0) return { data, shape, strides, start: 0 };
  return { data, shape, strides: strides.map((stride) => -stride), start: length - gap };
}

export const layout = fc.record({
  transposed: fc.boolean(),
  repeated: fc.oneof(
    { weight: 4, arbitrary: fc.constant([false, false, false]) },
    { weight: 1, arbitrary: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant([true, false, false]) },
  ),
  reversed: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  gap: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(3) }),
  aliased: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
/** The element of a matrix in row i and column j. */
export function elementOf({ data, strides, start }: Operand, i: number, j: number): number {
  return data[start + i * (strides[0] as number) + j * (strides[1] as number)] as number;
}

export function transposed({ data, shape, strides, start }: Operand): Operand {
  return { data, shape: shape.toReversed(), strides: strides.toReversed(), start };
}

export function contiguous(data: Elements, shape: Shape): Operand {
  return { data, shape, strides: stridesOf(shape), start: 0 };
}

/** The same numbers, or a part of the matrix, in another layout. */
export function relay(
  dtype: MatmulDType,
  matrix: Operand,
  [row, column]: [number, number],
  shape: Shape,
  layout: Layout,
): Operand {
  const result = operand(dtype, shape, layout);
  const [rows, columns] = shape as [number, number];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const to = result.start + i * (result.strides[0] as number) + j * (result.strides[1] as number);
      result.data[to] = elementOf(matrix, row + i, column + j);
    }
  }
  return result;
}
