import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyTensor, dtypes, fromArray, sizeOf, type Tensor, tensor } from '../../../src/index.js';
import { axesFromFront, indicesOf, numbered, positionOf, shapeAndAxes } from '../by-index.js';

type AxesOption = number | number[] | undefined;

/** Every reduction over axes, with the number it makes of a list, and the fewest elements it takes. */
const reductions: Record<
  string,
  {
    readonly reduce: (x: Tensor, axes: AxesOption, keepDims: boolean) => AnyTensor;
    readonly naive: (values: number[]) => number;
    readonly least?: number;
  }
> = {
  all: { reduce: (x, ...rest) => x.all(...rest), naive: (values) => Number(values.every((value) => value !== 0)) },
  any: { reduce: (x, ...rest) => x.any(...rest), naive: (values) => Number(values.some((value) => value !== 0)) },
  logsumexp: {
    reduce: (x, ...rest) => x.logsumexp(...rest),
    naive: (values) => Math.log(add(values.map(Math.exp))),
  },
  max: { reduce: (x, ...rest) => x.max(...rest), naive: (values) => Math.max(...values), least: 1 },
  mean: { reduce: (x, ...rest) => x.mean(...rest), naive: (values) => add(values) / values.length, least: 1 },
  min: { reduce: (x, ...rest) => x.min(...rest), naive: (values) => Math.min(...values), least: 1 },
  'norm (1)': { reduce: (x, ...rest) => x.norm(1, ...rest), naive: (values) => add(values.map(Math.abs)) },
  'norm (2)': { reduce: (x, ...rest) => x.norm(2, ...rest), naive: (values) => Math.hypot(...values) },
  'norm (3)': {
    reduce: (x, ...rest) => x.norm(3, ...rest),
    naive: (values) => Math.cbrt(add(values.map((value) => Math.abs(value) ** 3))),
  },
  'norm (∞)': {
    reduce: (x, ...rest) => x.norm(Number.POSITIVE_INFINITY, ...rest),
    naive: (values) => Math.max(0, ...values.map(Math.abs)),
  },
  prod: {
    reduce: (x, ...rest) => x.prod(...rest),
    naive: (values) => values.reduce((product, value) => product * value, 1),
  },
  std: { reduce: (x, ...rest) => x.std(...rest), naive: (values) => Math.sqrt(spread(values, 1)), least: 2 },
  sum: { reduce: (x, ...rest) => x.sum(...rest), naive: add },
  var: { reduce: (x, ...rest) => x.var(...rest), naive: (values) => spread(values, 1), least: 2 },
  'var (population)': {
    reduce: (x, axes, keepDims) => x.var(axes, keepDims, 0),
    naive: (values) => spread(values, 0),
    least: 1,
  },
};

function add(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function spread(values: number[], correction: number): number {
  const mean = add(values) / values.length;
  return add(values.map((value) => (value - mean) ** 2)) / (values.length - correction);
}

/** A shape, axes, and elements of about 1, zeros and repetitions among them. */
const cases = shapeAndAxes({ maxSize: 3 }).chain(([shape, axes]) =>
  fc.tuple(
    fc.constant(shape),
    fc.constant(axes),
    fc.boolean(),
    fc.array(fc.oneof(fc.constantFrom(-1, 0, 1), fc.double({ min: -2, max: 2, noNaN: true })), {
      minLength: sizeOf(shape),
      maxLength: sizeOf(shape),
    }),
  ),
);

describe.each(Object.entries(reductions))('%s', (name, { reduce, naive, least = 0 }) => {
  it('joins the elements along axes', () => {
    fc.assert(
      fc.property(cases, ([shape, axes, keepDims, data]) => {
        const x: Tensor = fromArray(Float64Array.from(data), shape);
        const reduced = axesFromFront(axes, shape.length);
        const count = reduced.reduce((product, axis) => product * (shape[axis] as number), 1);
        if (count < least) {
          expect(() => reduce(x, axes, keepDims)).toThrow(RangeError);
          return;
        }
        const kept = shape.map((size, axis) => (reduced.includes(axis) ? 1 : size));
        const groups = indicesOf(kept).map((): number[] => []);
        for (const index of indicesOf(shape)) {
          const target = index.map((at, axis) => (reduced.includes(axis) ? 0 : at));
          groups[positionOf(target, kept)]?.push(data[positionOf(index, shape)] as number);
        }
        const result = reduce(x, axes, keepDims);
        expect(result.shape).toEqual(keepDims ? kept : kept.filter((_, axis) => !reduced.includes(axis)));
        const values = [...result.dataSync()];
        expect(values.length).toBe(groups.length);
        groups.forEach((group, position) => {
          const expected = naive(group);
          const actual = values[position] as number;
          if (!Number.isFinite(expected)) expect(actual).toBe(expected);
          else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(expected)));
        });
      }),
    );
  });

  it('refuses axes that do not exist or come twice', () => {
    const x: Tensor = numbered([2, 3]);
    const op = name.split(' ')[0];
    expect(() => reduce(x, 2, false)).toThrow(
      `${op}: there is no axis 2 in a tensor of 2 axes; use an integer from -2 to 1`,
    );
    expect(() => reduce(x, [1, -1], false)).toThrow(`${op}: axes [1, 1] name an axis twice`);
    expect(() => reduce(x, 0.5, false)).toThrow(`${op}: there is no axis 0.5`);
  });
});

describe('dtypes of reductions', () => {
  it.each([
    ['sum', { float32: 'float32', float64: 'float64', int32: 'int32', uint8: 'int32', bool: 'int32' }],
    ['prod', { float32: 'float32', float64: 'float64', int32: 'int32', uint8: 'int32', bool: 'int32' }],
    ['max', { float32: 'float32', float64: 'float64', int32: 'int32', uint8: 'uint8' }],
    ['min', { float32: 'float32', float64: 'float64', int32: 'int32', uint8: 'uint8' }],
    ['mean', { float32: 'float32', float64: 'float64', int32: 'float32', uint8: 'float32', bool: 'float32' }],
    ['var', { float32: 'float32', float64: 'float64', int32: 'float32', uint8: 'float32', bool: 'float32' }],
    ['std', { float32: 'float32', float64: 'float64', int32: 'float32', uint8: 'float32', bool: 'float32' }],
    ['logsumexp', { float32: 'float32', float64: 'float64', int32: 'float32', uint8: 'float32', bool: 'float32' }],
    ['norm', { float32: 'float32', float64: 'float64', int32: 'float32', uint8: 'float32', bool: 'float32' }],
    ['argmax', { float32: 'int32', float64: 'int32', int32: 'int32', uint8: 'int32', bool: 'int32' }],
    ['any', { float32: 'bool', float64: 'bool', int32: 'bool', uint8: 'bool', bool: 'bool' }],
    ['all', { float32: 'bool', float64: 'bool', int32: 'bool', uint8: 'bool', bool: 'bool' }],
  ] as const)('%s', (name, results: Partial<Record<string, string>>) => {
    for (const dtype of dtypes) {
      const x = tensor([2, 0, 3, 3]).cast(dtype);
      const reduce = (): AnyTensor => (x[name] as () => AnyTensor).call(x);
      const expected = results[dtype];
      if (expected === undefined) expect(reduce).toThrow(`${name}: expected numbers, got ${dtype}`);
      else expect(reduce().dtype).toBe(expected);
    }
  });

  it('adds and multiplies small integers and bools in int32', () => {
    const bytes = tensor([200, 100, 2], 'uint8');
    expect(bytes.sum().item()).toBe(302);
    expect(bytes.prod().item()).toBe(40_000);
    expect(bytes.mean().item()).toBeCloseTo(302 / 3, 4);
    expect(bytes.max().item()).toBe(200);
    expect(tensor([true, true, false]).sum().item()).toBe(2);
    expect(tensor([true, true, false]).mean().item()).toBeCloseTo(2 / 3);
    expect(tensor([65_536, 65_537], 'int32').prod().item()).toBe(65_536);
    expect(tensor([Number.NaN, 0]).any().item()).toBe(true);
  });
});

describe('reductions of nothing', () => {
  const empty: Tensor = numbered([0, 3]);

  it('are the neutral element where there is one', () => {
    expect(empty.sum(0).toArray()).toEqual([0, 0, 0]);
    expect(empty.prod(0).toArray()).toEqual([1, 1, 1]);
    expect(empty.logsumexp(0).toArray()).toEqual(new Array(3).fill(Number.NEGATIVE_INFINITY));
    expect(empty.any().item()).toBe(false);
    expect(empty.all().item()).toBe(true);
    expect(empty.norm(Number.POSITIVE_INFINITY).item()).toBe(0);
    expect(empty.mean(1).shape).toEqual([0]);
    expect(empty.max(1, true).shape).toEqual([0, 1]);
  });

  it('are errors that say what to do elsewhere', () => {
    expect(() => empty.mean()).toThrow(
      'mean: a tensor of shape [0, 3] has no elements to average; leave empty batches out, or use sum, which is 0 for them',
    );
    expect(() => empty.mean(0)).toThrow('no elements to average over axes [0]');
    expect(() => empty.max(0)).toThrow(
      'max: there is no element to choose along axes [0] of a tensor of shape [0, 3]; check that it is not empty',
    );
    expect(() => empty.min()).toThrow('min: there is no element to choose');
    expect(() => empty.var()).toThrow('var: 0 elements over axes [0, 1] of a tensor of shape [0, 3] are too few');
    expect(() => numbered([1]).std()).toThrow(
      'std: 1 elements over axes [0] of a tensor of shape [1] are too few for correction 1',
    );
    expect(() => numbered([2]).var(0, false, Number.NaN)).toThrow(RangeError);
  });
});
