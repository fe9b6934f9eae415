import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Buffer, createBuffer } from '../../../src/backend/reference/buffer.js';
import { runElementwise as runReference } from '../../../src/backend/reference/elementwise.js';
import { runView as viewReference } from '../../../src/backend/reference/movement.js';
import { binary, input, runtimeNumber, type ScalarExpression, select, unary } from '../../../src/backend/scalar.js';
import type { Read } from '../../../src/backend/wasm/kernels/access.js';
import { runElementwise, runTyped } from '../../../src/backend/wasm/kernels/elementwise.js';
import { ExpressionBuilder } from '../../../src/backend/wasm/kernels/elementwise-expression.js';
import { addExpression } from '../../../src/backend/wasm/kernels/elementwise-typing.js';
import type { Location } from '../../../src/backend/wasm/location.js';
import { bytesPerElement, type DType, dtypes, type HostArray, isFloat } from '../../../src/graph/dtype.js';
import { type Shape, sizeOf } from '../../../src/graph/shape.js';
import { bufferOf, TestContext } from './context.js';
import { elements, shapes } from './draws.js';
import { expressions, stepwise } from './expressions.js';
import { stridedReads } from './strided.js';

const context = new TestContext();

/** What an expression gives for inputs of the output's shape. */
function compute(
  expression: ScalarExpression,
  numbers: readonly number[],
  inputs: readonly Buffer[],
  output: { readonly shape: Shape; readonly dtype: DType },
): HostArray {
  context.reset();
  const reads = inputs.map((each) => context.write(each));
  const location = context.place(output);
  runElementwise(context, expression, numbers, reads, location);
  expect(context.isTidy()).toBe(true);
  return context.read(location);
}

/** The same by the reference. */
function reference(
  expression: ScalarExpression,
  numbers: readonly number[],
  inputs: readonly Buffer[],
  output: { readonly shape: Shape; readonly dtype: DType },
): HostArray {
  const buffer = createBuffer(output);
  runReference(expression, numbers, inputs, buffer);
  return buffer.data;
}

const floats = [
  ...[0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3.7, -3.7, 254.9, 255, 256, 257.5, -1e-40, 1e-40, 2 ** -149, 5e-324],
  ...[2 ** 31 - 128, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 256, 2 ** 32 - 256, 2 ** 32, 2 ** 32 + 4096],
  ...[
    -(2 ** 32),
    -(2 ** 32) - 4096,
    1.5 * 2 ** 33,
    2 ** 53 - 1,
    -(2 ** 53) + 1,
    2 ** 60 + 2 ** 37,
    1e20,
    -1e30,
    3.4e38,
  ],
  ...[1e300, -1e300, Number.MAX_VALUE, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];
const integers = [0, 1, -1, 2, -2, 7, -7, 255, 256, -256, 65_537, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) + 1, 123_456_789];
const bytes = [0, 1, 2, 127, 128, 255];
const samples: Readonly<Record<DType, readonly number[]>> = {
  float32: floats,
  float64: floats,
  int32: integers,
  uint8: bytes,
  bool: [0, 1],
};

function sampleBuffer(dtype: DType, values: readonly number[] = samples[dtype]): Buffer {
  return bufferOf(dtype, [values.length], values);
}

/** All pairs of samples, as two buffers. */
function samplePairs(dtype: DType): [Buffer, Buffer] {
  const values = samples[dtype];
  const left = values.flatMap((value) => values.map(() => value));
  const right = values.flatMap(() => values);
  return [sampleBuffer(dtype, left), sampleBuffer(dtype, right)];
}

describe('cast', () => {
  for (const from of dtypes) {
    for (const to of dtypes) {
      it(`${from} to ${to}`, () => {
        const source = sampleBuffer(from);
        const output = { shape: source.shape, dtype: to };
        expect(compute(input(0), [], [source], output)).toEqual(reference(input(0), [], [source], output));
      });
    }
  }

  it('of any numbers', () => {
    const cases = fc
      .record({ from: fc.constantFrom(...dtypes), to: fc.constantFrom(...dtypes), shape: shapes })
      .chain((drawn) => elements(drawn.from, sizeOf(drawn.shape), 'any').map((values) => ({ ...drawn, values })));
    fc.assert(
      fc.property(cases, ({ from, to, shape, values }) => {
        const source = bufferOf(from, shape, values);
        const output = { shape, dtype: to };
        expect(compute(input(0), [], [source], output)).toEqual(reference(input(0), [], [source], output));
      }),
      { numRuns: 60 },
    );
  });
});

/** Instructions whose results are exact or rounded once, so that nobody may differ by a bit. */
const exactUnary = {
  floats: ['negate', 'abs', 'sign', 'reciprocal', 'square', 'sqrt', 'floor', 'ceil', 'round', 'trunc'],
  int32: ['negate', 'abs', 'sign', 'square', 'floor', 'ceil', 'round', 'trunc'],
  tests: ['isNaN', 'isFinite', 'not'],
} as const;
const exactBinary = {
  floats: ['add', 'subtract', 'multiply', 'divide', 'minimum', 'maximum'],
  int32: ['add', 'subtract', 'multiply', 'minimum', 'maximum', 'floorDivide', 'fmod', 'remainder', 'power'],
  tests: ['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'and', 'or', 'xor'],
} as const;

describe('exact instructions', () => {
  for (const dtype of dtypes) {
    const own = isFloat(dtype) ? 'floats' : 'int32';
    it(`of one ${dtype}`, () => {
      const source = sampleBuffer(dtype);
      const instructions = dtype === 'uint8' || dtype === 'bool' ? [] : exactUnary[own];
      for (const [group, output] of [
        [instructions, dtype],
        [exactUnary.tests, 'bool'],
      ] as const) {
        for (const instruction of group) {
          const spec = { shape: source.shape, dtype: output };
          const expression = unary(instruction, input(0));
          const expected = reference(expression, [], [source], spec);
          expect(compute(expression, [], [source], spec), instruction).toEqual(expected);
        }
      }
    });

    it(`of two ${dtype}`, () => {
      const sources = samplePairs(dtype);
      const instructions = dtype === 'uint8' || dtype === 'bool' ? [] : exactBinary[own];
      for (const [group, output] of [
        [instructions, dtype],
        [exactBinary.tests, 'bool'],
      ] as const) {
        for (const instruction of group) {
          const spec = { shape: sources[0].shape, dtype: output };
          const expression = binary(instruction, input(0), input(1));
          const expected = reference(expression, [], sources, spec);
          expect(compute(expression, [], sources, spec), instruction).toEqual(expected);
        }
      }
    });

    it(`choice between two ${dtype}`, () => {
      const [left, right] = samplePairs(dtype);
      const condition = bufferOf(
        'bool',
        left.shape,
        Array.from(left.data, (_, index) => index % 2),
      );
      const expression = select(input(0), input(1), input(2));
      const sources = [condition, left, right];
      const spec = { shape: left.shape, dtype };
      expect(compute(expression, [], sources, spec)).toEqual(reference(expression, [], sources, spec));
    });

    it(`fill with ${dtype}`, () => {
      for (const value of floats) {
        for (const size of [1, 3, 5, 33]) {
          const spec = { shape: [size], dtype };
          expect(compute(runtimeNumber(0), [value], [], spec)).toEqual(reference(runtimeNumber(0), [value], [], spec));
        }
      }
    });
  }

  it('numbers that no int32 is', () => {
    const source = sampleBuffer('int32');
    const expression = binary('minimum', binary('maximum', input(0), runtimeNumber(0)), runtimeNumber(1));
    for (const numbers of [
      [-5, 1e12],
      [-1e12, 100],
      [0.5, 7],
      [-3, 200],
    ]) {
      const spec = { shape: source.shape, dtype: 'int32' } as const;
      expect(compute(expression, numbers, [source], spec)).toEqual(reference(expression, numbers, [source], spec));
    }
  });
});

interface Input {
  readonly buffer: Buffer;
  readonly strides: readonly number[] | undefined;
  readonly start: number;
}

/** Inputs of the given dtypes, read in all kinds of ways under one shape. */
function inputArbitrary(dtype: DType, shape: Shape): fc.Arbitrary<Input> {
  const values = (length: number) => elements(dtype, length, 'any');
  const plain = values(sizeOf(shape)).map((data) => ({
    buffer: bufferOf(dtype, shape, data),
    strides: undefined,
    start: 0,
  }));
  const strided = stridedReads(shape).chain(({ strides, start, length }) =>
    values(length).map((data) => ({ buffer: bufferOf(dtype, [length], data), strides, start })),
  );
  const scalar = values(1).map((data) => ({
    buffer: bufferOf(dtype, [1], data),
    strides: shape.map(() => 0),
    start: 0,
  }));
  return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: strided }, { weight: 1, arbitrary: scalar });
}

function materialise({ buffer, strides, start }: Input, shape: Shape): Buffer {
  if (strides === undefined) return buffer;
  const result = createBuffer({ shape, dtype: buffer.dtype });
  viewReference(buffer, strides, start, result);
  return result;
}

function place({ buffer, strides, start }: Input): Read {
  const location = context.write(buffer);
  return strides === undefined ? location : { ...location, strides, start };
}

const drawnCases = fc
  .record({ drawn: expressions, shape: shapes.filter((shape) => sizeOf(shape) < 1500), shift: fc.nat(7) })
  .chain(({ drawn, shape, shift }) =>
    fc
      .tuple(...drawn.inputs.map((dtype) => inputArbitrary(dtype, shape)))
      .map((inputs) => ({ drawn, shape, shift, inputs })),
  );

describe('whole expressions', () => {
  it('equal their parts one by one', () => {
    fc.assert(
      fc.property(drawnCases, ({ drawn, shape, shift, inputs }) => {
        const { expression, numbers, dtype } = drawn;
        const expected = stepwise(
          drawn,
          inputs.map((each) => materialise(each, shape)),
          shape,
        );
        context.reset(shift);
        const reads = inputs.map(place);
        const output = context.place({ shape, dtype });
        runElementwise(context, expression, numbers, reads, output);
        expect(context.read(output)).toEqual(expected.data);
        expect(context.isTidy()).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  it('fuse: one builder, several results', () => {
    const cases = drawnCases.chain((first) =>
      expressions
        .filter(({ inputs }) => inputs.every((dtype, index) => dtype === first.drawn.inputs[index]))
        .map((second) => ({ ...first, second })),
    );
    fc.assert(
      fc.property(cases, ({ drawn, second, shape, shift, inputs }) => {
        const builder = new ExpressionBuilder();
        const places = inputs.map(({ buffer }, index) => builder.input(index, buffer.dtype));
        const results = [drawn, second].map((each, part) =>
          builder.convert(
            addExpression(builder, each.expression, places, (index) => builder.number(2 * index + part, each.compute)),
            each.dtype,
          ),
        );
        const length = Math.max(drawn.numbers.length, second.numbers.length);
        const numbers = Array.from({ length }, (_, index) => [
          drawn.numbers[index] ?? 0,
          second.numbers[index] ?? 0,
        ]).flat();
        context.reset(shift);
        const reads = inputs.map(place);
        const outputs = [drawn, second].map(({ dtype }) => context.place({ shape, dtype }));
        runTyped(context, builder.build(results), numbers, reads, outputs);
        const buffers = inputs.map((each) => materialise(each, shape));
        for (const [part, each] of [drawn, second].entries()) {
          expect(context.read(outputs[part] as Location)).toEqual(stepwise(each, buffers, shape).data);
        }
        expect(context.isTidy()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('compute a common part once', () => {
    const shared = (): ScalarExpression => unary('exp', binary('add', input(0), runtimeNumber(0)));
    const builder = new ExpressionBuilder();
    const x = builder.input(0, 'float32');
    const number = (index: number): number => builder.number(index, 'float32');
    const result = addExpression(builder, binary('multiply', shared(), shared()), [x], number);
    expect(builder.build([result]).nodes.map((node) => node.kind)).toEqual([
      'input',
      'number',
      'binary',
      'unary',
      'binary',
    ]);
  });

  it('may be deep', () => {
    let expression: ScalarExpression = input(0);
    for (let depth = 0; depth < 5000; depth++) expression = binary('add', expression, runtimeNumber(0));
    const source = bufferOf('float64', [6], [0, 1, 2, 3, 4, 5]);
    const spec = { shape: [6], dtype: 'float64' } as const;
    expect([...compute(expression, [1], [source], spec)]).toEqual([5000, 5001, 5002, 5003, 5004, 5005]);
  });

  it('may write over an input', () => {
    for (const size of [1, 3, 6, 16, 37]) {
      for (const dtype of ['float32', 'float64', 'int32'] as const) {
        context.reset();
        const values = Array.from({ length: size }, (_, index) => index - 3);
        const location = context.write(bufferOf(dtype, [size], values));
        const expression = binary('subtract', binary('multiply', input(0), input(0)), input(1));
        runElementwise(context, expression, [], [location, location], location);
        expect([...context.read(location)]).toEqual(values.map((value) => value * value - value));
        expect(context.isTidy()).toBe(true);
      }
    }
  });

  it('may write several results over their inputs', () => {
    for (const size of [1, 3, 6, 16, 37]) {
      for (const dtype of ['float32', 'float64', 'int32'] as const) {
        context.reset();
        const values = Array.from({ length: size }, (_, index) => index + 1);
        const [x, y] = [1, 2].map((factor) =>
          context.write(
            bufferOf(
              dtype,
              [size],
              values.map((value) => factor * value),
            ),
          ),
        ) as [Location, Location];
        const builder = new ExpressionBuilder();
        const results = [0, 1].map((index) => builder.unary('negate', builder.input(index, dtype), dtype));
        runTyped(context, builder.build(results), [], [x, y], [y, x]);
        expect([...context.read(x)]).toEqual(values.map((value) => -2 * value));
        expect([...context.read(y)]).toEqual(values.map((value) => -value));
        expect(context.isTidy()).toBe(true);
      }
    }
  });

  it('read at most 16 bytes beyond an input, here where the memory ends', () => {
    for (const dtype of dtypes) {
      for (const size of [1, 2, 3, 5, 7, 16, 19]) {
        for (const stride of [1, 50, 9000]) {
          context.reset();
          const span = ((size - 1) * stride + 2) * bytesPerElement[dtype];
          const output = context.place({ shape: [size], dtype });
          context.scratch(span + 128);
          const bytes = context.bytes();
          const source = { shape: [size], dtype, offset: (bytes.length - 16 - span) & -16 };
          bytes.fill(1, source.offset);
          const forwards = { ...source, strides: [stride], start: 1 };
          const backwards = { ...source, strides: [-stride], start: (size - 1) * stride + 1 };
          for (const read of [forwards, backwards]) {
            runElementwise(context, input(0), [], [read], output);
            const got = context.bytes().subarray(output.offset, output.offset + size * bytesPerElement[dtype]);
            expect(got.every((byte) => byte === 1)).toBe(true);
          }
        }
      }
    }
  });

  it('write nothing where there is nothing', () => {
    const spec = { shape: [3, 0, 2], dtype: 'float32' } as const;
    const source = bufferOf('float32', spec.shape, []);
    expect(compute(binary('add', input(0), input(1)), [], [source, source], spec)).toEqual(new Float32Array(0));
  });
});

describe('kernels', () => {
  it('depend on structure, not on sizes, offsets or numbers', () => {
    const keys = new Set<string>();
    const spy = new TestContext();
    const { kernel } = spy;
    spy.kernel = (key, build) => {
      keys.add(key);
      return kernel.call(spy, key, build);
    };
    for (const size of [1, 4, 100]) {
      const [x, y] = [1, 2].map((value) =>
        spy.write(bufferOf('float32', [size, 3], new Array(3 * size).fill(value))),
      ) as [Location, Location];
      const expression = binary('add', binary('multiply', input(0), runtimeNumber(0)), input(1));
      runElementwise(spy, expression, [size], [x, y], y);
      expect(spy.read(y)[0]).toBe(size + 2);
    }
    expect(keys.size).toBe(1);
  });
});

/** The distance in units of the last place of float32. */
function ulps(got: number, wanted: number): number {
  if (Object.is(got, wanted)) return 0;
  const [a, b] = [got, wanted].map((value) => new Int32Array(Float32Array.of(value).buffer)[0] as number) as [
    number,
    number,
  ];
  const ordered = (bits: number): number => (bits < 0 ? -(2 ** 31) - bits : bits);
  return Math.abs(ordered(a) - ordered(b));
}

describe('transcendental instructions', () => {
  const values = Array.from({ length: 203 }, (_, index) => (index - 101) / 13);
  const names = ['exp', 'tanh', 'sigmoid', 'erf', 'sin', 'softplus'] as const;
  for (const name of names) {
    it(`${name} through a kernel`, () => {
      const expression = unary(name, binary('multiply', input(0), input(0)));
      const source = bufferOf('float32', [203], values.map(Math.fround));
      const square = bufferOf(
        'float32',
        [203],
        Array.from(source.data, (value) => Math.fround(value * value)),
      );
      const spec = { shape: [203], dtype: 'float32' } as const;
      const expected = reference(unary(name, input(0)), [], [square], spec);
      compute(expression, [], [source], spec).forEach((value, index) => {
        expect(ulps(value, expected[index] as number), `at ${square.data[index]}`).toBeLessThanOrEqual(2);
      });
      const double = { ...spec, dtype: 'float64' } as const;
      const wide = bufferOf('float64', [203], values);
      const right = reference(unary(name, input(0)), [], [wide], double);
      compute(unary(name, input(0)), [], [wide], double).forEach((value, index) => {
        const wanted = right[index] as number;
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-14 * Math.abs(wanted) + 1e-300);
      });
    });
  }
});
