import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Buffer, createBuffer } from '../../../src/backend/reference/buffer.js';
import { gather, gatherTranspose } from '../../../src/backend/reference/routines/gather.js';
import { take, takeTranspose } from '../../../src/backend/reference/routines/take.js';
import type { KernelContext } from '../../../src/backend/wasm/context.js';
import { runGather } from '../../../src/backend/wasm/kernels/gather.js';
import { runGatherTranspose } from '../../../src/backend/wasm/kernels/gather-transpose.js';
import { runTake } from '../../../src/backend/wasm/kernels/take.js';
import { runTakeTranspose } from '../../../src/backend/wasm/kernels/take-transpose.js';
import type { Location } from '../../../src/backend/wasm/location.js';
import { type DType, dtypes } from '../../../src/graph/dtype.js';
import { sizeOf } from '../../../src/graph/shape.js';
import { bufferOf, expectEqual, TestContext } from './context.js';
import { elements } from './draws.js';

const context = new TestContext();

type Reference<P> = (inputs: readonly Buffer[], output: Buffer, parameters: P, name: string) => void;
type Run<P> = (
  context: KernelContext,
  parameters: P,
  inputs: readonly [Location, Location],
  output: Location,
  name: string,
) => void;
interface Pair<P> {
  readonly reference: Reference<P>;
  readonly run: Run<P>;
}

interface Case {
  readonly inputs: readonly [Buffer, Buffer];
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly axis: number;
  readonly size: number;
  readonly shift: number;
}

/** Runs both and compares their outputs, or what they throw; gives the output or the message. */
function compare<P>(
  { reference, run }: Pair<P>,
  { inputs, shape, dtype, shift }: Case,
  parameters: P,
): Buffer['data'] | string {
  const right = createBuffer({ shape, dtype });
  context.reset(shift);
  const [first, second] = [context.write(inputs[0]), context.write(inputs[1])];
  const output = context.place(right);
  const before = context.bytes().slice(output.offset, output.offset + right.data.byteLength);
  const thrown = messageOf(() => reference(inputs, right, parameters, 'pick'));
  expect(messageOf(() => run(context, parameters, [first, second], output, 'pick'))).toBe(thrown);
  expect(context.isTidy()).toBe(true);
  if (thrown === undefined) expectEqual(context.read(output), right.data);
  else expectEqual(context.bytes().slice(output.offset, output.offset + right.data.byteLength), before);
  return thrown ?? right.data;
}

function messageOf(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as Error).message;
  }
}

const sizes = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 7 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 13, 37) },
);
const axes = (maxLength: number): fc.Arbitrary<number[]> => fc.array(sizes, { maxLength });

/** Indices that are legal, but for one in one draw of eight. */
function indices(shape: readonly number[], size: number): fc.Arbitrary<Buffer> {
  const legal = fc.array(fc.integer({ min: 0, max: Math.max(size - 1, 0) }), {
    minLength: sizeOf(shape),
    maxLength: sizeOf(shape),
  });
  const bad = fc.tuple(fc.nat(), fc.constantFrom(-1, size, 2 ** 31 - 1, -(2 ** 31)));
  const wrong = fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: bad });
  return fc.tuple(legal, wrong).map(([values, replaced]) => {
    if (replaced !== null && values.length > 0) values[replaced[0] % values.length] = replaced[1];
    return bufferOf('int32', shape, values);
  });
}

const small = (shape: readonly number[]): boolean => sizeOf(shape) <= 3000;
const common = fc.record({
  before: axes(2),
  behind: axes(2),
  size: sizes,
  dtype: fc.constantFrom(...dtypes),
  shift: fc.nat(7),
});

const takes = fc
  .tuple(common, axes(2))
  .filter(
    ([{ before, behind, size }, picked]) =>
      small([...before, size, ...behind]) && small([...before, ...picked, ...behind]),
  )
  .chain(([{ before, behind, size, dtype, shift }, picked]) => {
    const larger = [...before, size, ...behind];
    const smaller = [...before, ...picked, ...behind];
    const draw = (shape: number[]): fc.Arbitrary<Buffer> =>
      elements(dtype, sizeOf(shape), 'any').map((values) => bufferOf(dtype, shape, values));
    return fc.record({ index: indices(picked, size), x: draw(larger), source: draw(smaller) }).map((drawn) => {
      return { ...drawn, dtype, shift, size, axis: before.length, larger, smaller };
    });
  });

const gathers = fc
  .tuple(common, sizes)
  .filter(
    ([{ before, behind, size }, picked]) =>
      small([...before, size, ...behind]) && small([...before, picked, ...behind]),
  )
  .chain(([{ before, behind, size, dtype, shift }, picked]) => {
    const larger = [...before, size, ...behind];
    const smaller = [...before, picked, ...behind];
    const draw = (shape: number[]): fc.Arbitrary<Buffer> =>
      elements(dtype, sizeOf(shape), 'any').map((values) => bufferOf(dtype, shape, values));
    return fc.record({ index: indices(smaller, size), x: draw(larger), source: draw(smaller) }).map((drawn) => {
      return { ...drawn, dtype, shift, size, axis: before.length, larger, smaller };
    });
  });

const pairs = {
  take: { reference: take, run: runTake },
  takeTranspose: { reference: takeTranspose, run: runTakeTranspose },
  gather: { reference: gather, run: runGather },
  gatherTranspose: { reference: gatherTranspose, run: runGatherTranspose },
};

describe('indexing kernels give what the reference gives, bits and errors', () => {
  const runs = { numRuns: 600 };

  it('take', () => {
    fc.assert(
      fc.property(takes, ({ x, index, smaller, ...rest }) => {
        compare(pairs.take, { ...rest, inputs: [x, index], shape: smaller }, { axis: rest.axis });
      }),
      runs,
    );
  });

  it('takeTranspose', () => {
    fc.assert(
      fc.property(takes, ({ source, index, larger, ...rest }) => {
        compare(
          pairs.takeTranspose,
          { ...rest, inputs: [index, source], shape: larger },
          { axis: rest.axis, size: rest.size },
        );
      }),
      runs,
    );
  });

  it('gather', () => {
    fc.assert(
      fc.property(gathers, ({ x, index, smaller, ...rest }) => {
        compare(pairs.gather, { ...rest, inputs: [x, index], shape: smaller }, { axis: rest.axis });
      }),
      runs,
    );
  });

  it('gatherTranspose', () => {
    fc.assert(
      fc.property(gathers, ({ source, index, larger, ...rest }) => {
        compare(
          pairs.gatherTranspose,
          { ...rest, inputs: [index, source], shape: larger },
          { axis: rest.axis, size: rest.size },
        );
      }),
      runs,
    );
  });
});

describe('take', () => {
  it('moves rows of every length', () => {
    for (const dtype of dtypes) {
      for (const length of [1, 2, 3, 4, 5, 8, 15, 16, 17, 784]) {
        const x = bufferOf(
          dtype,
          [5, length],
          Array.from({ length: 5 * length }, (_, index) => index % 251),
        );
        const index = bufferOf('int32', [4], [4, 0, 3, 3]);
        compare(pairs.take, { inputs: [x, index], shape: [4, length], dtype, axis: 0, size: 5, shift: 0 }, { axis: 0 });
      }
    }
  });

  it('names the op, the index, its position and the legal range', () => {
    const x = bufferOf('float32', [3], [1, 2, 3]);
    const outcome = (size: number, values: number[]): unknown => {
      const inputs = [
        bufferOf('float32', [size], x.data.subarray(0, size)),
        bufferOf('int32', [2, 2], values),
      ] as const;
      return compare(pairs.take, { inputs, shape: [2, 2], dtype: 'float32', axis: 0, size, shift: 0 }, { axis: 0 });
    };
    expect(outcome(3, [0, 1, 3, -1])).toBe('pick: index 3 at position [1, 0] is out of range; indices go from 0 to 2');
    expect(outcome(3, [0, -1, 1, 1])).toBe('pick: index -1 at position [0, 1] is out of range; indices go from 0 to 2');
    expect(outcome(0, [0, 0, 0, 0])).toBe(
      'pick: index 0 at position [0, 0] is out of range; the axis is empty, so no index is legal',
    );
  });
});

describe('transposes', () => {
  it('sum float32 in float64', () => {
    const values = [2 ** 24, 1, 1, -(2 ** 24)];
    const source = bufferOf('float32', [4], values);
    const index = bufferOf('int32', [4], [1, 1, 1, 1]);
    const one = { inputs: [index, source], shape: [2], dtype: 'float32', axis: 0, size: 2, shift: 0 } as const;
    expect(compare(pairs.takeTranspose, one, { axis: 0, size: 2 })).toEqual(new Float32Array([0, 2]));
    expect(compare(pairs.gatherTranspose, one, { axis: 0, size: 2 })).toEqual(new Float32Array([0, 2]));
  });

  it('do not write the sign of a single −0', () => {
    const inputs = [bufferOf('int32', [1], [0]), bufferOf('float32', [1], [-0])] as const;
    const one = { inputs, shape: [1], dtype: 'float32', axis: 0, size: 1, shift: 0 } as const;
    expect(compare(pairs.takeTranspose, one, { axis: 0, size: 1 })).toEqual(new Float32Array([0]));
    expect(compare(pairs.gatherTranspose, one, { axis: 0, size: 1 })).toEqual(new Float32Array([0]));
  });
});
