import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grad, tensor } from '../../../src/index.js';
import type { Range } from '../../../src/types/index.js';
import { elementOf, expectElements, numbered, shapes } from '../by-index.js';

/** The positions that Python's `range(*slice(start, stop, step).indices(size))` lists. */
function positions(range: Exclude<Range, number>, size: number): number[] {
  const [start, stop, step = 1] = range ?? [null, null];
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? size : size - 1;
  const settle = (given: number | null, natural: number): number => {
    if (given === null) return natural;
    return Math.min(high, Math.max(low, given < 0 ? given + size : given));
  };
  const list: number[] = [];
  const end = settle(stop, step > 0 ? high : low);
  for (let at = settle(start, step > 0 ? low : high); step > 0 ? at < end : at > end; at += step) list.push(at);
  return list;
}

const position = fc.option(fc.integer({ min: -7, max: 7 }));
const step = fc.integer({ min: -4, max: 4 }).filter((value) => value !== 0);
const anyRange: fc.Arbitrary<Exclude<Range, number>> = fc.oneof(
  fc.constant(null),
  fc.tuple(position, position),
  fc.tuple(position, position, step),
);

describe('slice', () => {
  it('follows Python for ranges', () => {
    const cases = shapes({ maxSize: 5, maxRank: 3 }).chain((shape) =>
      fc.tuple(fc.constant(shape), fc.array(anyRange, { maxLength: shape.length })),
    );
    fc.assert(
      fc.property(cases, ([shape, ranges]) => {
        const x = numbered(shape);
        const taken = shape.map((size, axis) => positions(ranges[axis] ?? null, size));
        expectElements(
          x.slice(...ranges),
          taken.map((list) => list.length),
          (index) =>
            elementOf(
              x,
              index.map((at, axis) => taken[axis]?.[at] as number),
            ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('drops the axes of integers', () => {
    const x = numbered([2, 3, 4]);
    expect(x.slice(1, -1).toArray()).toEqual([21, 22, 23, 24]);
    expect(x.slice(null, 0, [null, null, -3]).toArray()).toEqual([
      [4, 1],
      [16, 13],
    ]);
    expect(x.slice(0, 0, 0).item()).toBe(1);
    expect(x.slice().dataSync()).toEqual(x.dataSync());
    expect(numbered([]).slice().item()).toBe(1);
  });

  it('adds up the gradients of slices that overlap', () => {
    const gradient = grad((x: ReturnType<typeof numbered>) =>
      x
        .slice([0, 3])
        .sum()
        .add(x.slice([1, null, 2]).sum().mul(10))
        .add(x.slice(-1).mul(100)),
    )(numbered([5]));
    expect(gradient.toArray()).toEqual([1, 11, 1, 10, 100]);
  });

  it('refuses integers out of range, steps of 0, and too many ranges', () => {
    const x = numbered([3, 4]);
    expect(() => x.slice(3)).toThrow(
      'slice: there is no element 3 along axis 0 of [3, 4]; use an integer from -3 to 2',
    );
    expect(() => x.slice(null, -5)).toThrow('slice: there is no element -5 along axis 1 of [3, 4]');
    expect(() => numbered([0]).slice(0)).toThrow('the axis has no elements');
    expect(() => x.slice([null, null, 0])).toThrow('slice: the step along axis 0 is 0');
    expect(() => x.slice(0, 0, 0)).toThrow('slice: 3 ranges for a tensor of shape [3, 4]');
  });

  it('refuses what is no range', () => {
    const x = tensor([1, 2, 3]) as ReturnType<typeof numbered>;
    expect(() => x.slice([0.5, 2])).toThrow('slice: [0.5,2] is no range (axis 0)');
    expect(() => x.slice([1] as unknown as Range)).toThrow(TypeError);
    expect(() => x.slice('1:2' as unknown as Range)).toThrow('is no range');
    expect(() => x.slice(1.5)).toThrow('slice: there is no element 1.5 along axis 0');
  });
});
