import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { full, type PadOptions, tensor } from '../../../src/index.js';
import { elementOf, expectElements, numbered, shapes } from '../by-index.js';

const count = fc.integer({ min: 0, max: 4 });

/** A shape and one pair of counts an axis. */
const padded = shapes({ maxRank: 3 }).chain((shape) =>
  fc.tuple(fc.constant(shape), fc.tuple(...shape.map(() => fc.tuple(count, count)))),
);

/** Where each mode finds the element for a position outside the axis. */
const sources = {
  reflect: (at: number, size: number) => (at < 0 ? -at : 2 * (size - 1) - at),
  replicate: (at: number, size: number) => (at < 0 ? 0 : size - 1),
  circular: (at: number, size: number) => (at + size) % size,
};

/** How long an axis must be for so many elements. */
const needs = { reflect: (n: number) => n + 1, replicate: () => 1, circular: (n: number) => n };

describe('pad', () => {
  it('surrounds the elements with a value', () => {
    fc.assert(
      fc.property(padded, ([shape, pads]) => {
        const x = numbered(shape);
        expectElements(
          x.pad(pads, -7),
          shape.map((size, axis) => size + (pads[axis]?.[0] as number) + (pads[axis]?.[1] as number)),
          (index) => {
            const inside = index.map((at, axis) => at - (pads[axis]?.[0] as number));
            const isInside = inside.every((at, axis) => at >= 0 && at < (shape[axis] as number));
            return isInside ? elementOf(x, inside) : -7;
          },
        );
      }),
    );
  });

  it.each(['reflect', 'replicate', 'circular'] as const)('continues axes in mode %s', (mode) => {
    fc.assert(
      fc.property(padded, ([shape, pads]) => {
        const x = numbered(shape);
        const fits = shape.every((size, axis) => pads[axis]?.every((n) => n === 0 || size >= needs[mode](n)));
        if (!fits) {
          expect(() => x.pad(pads, { mode })).toThrow(`pad: mode '${mode}' cannot make`);
          return;
        }
        expectElements(
          x.pad(pads, { mode }),
          shape.map((size, axis) => size + (pads[axis]?.[0] as number) + (pads[axis]?.[1] as number)),
          (index) =>
            elementOf(
              x,
              index.map((position, axis) => {
                const size = shape[axis] as number;
                const at = position - (pads[axis]?.[0] as number);
                return at >= 0 && at < size ? at : sources[mode](at, size);
              }),
            ),
        );
      }),
    );
  });

  it('takes its value as an argument or as an option, 0 by default', () => {
    const x = tensor([1, 2]);
    expect(x.pad([[1, 0]]).toArray()).toEqual([0, 1, 2]);
    expect(x.pad([[1, 0]], 5).toArray()).toEqual([5, 1, 2]);
    expect(x.pad([[1, 0]], { value: 5 }).toArray()).toEqual([5, 1, 2]);
    expect(x.pad([[1, 0]], { mode: 'constant', value: Number.NEGATIVE_INFINITY }).toArray()).toEqual([
      Number.NEGATIVE_INFINITY,
      1,
      2,
    ]);
    expect(
      full([1], false, 'bool')
        .pad([[1, 1]], true)
        .toArray(),
    ).toEqual([true, false, true]);
  });

  it('refuses pads that do not fit', () => {
    const x = numbered([2, 3]);
    expect(() => x.pad([[1, 1]])).toThrow('pad: [[1,1]] does not fit [2, 3]; give one [before, after] for each axis');
    expect(() =>
      x.pad([
        [0, 0],
        [-1, 0],
      ]),
    ).toThrow('to shorten an axis use slice');
    expect(() =>
      x.pad([
        [0, 0],
        [0.5, 0],
      ]),
    ).toThrow('integers of at least 0');
    expect(() => x.pad([[0], [0, 1, 2]] as unknown as [number, number][])).toThrow('pad:');
  });

  it('refuses values that the dtype cannot hold, and modes that do not exist', () => {
    expect(() => numbered([2], 'uint8').pad([[1, 1]], 256)).toThrow('pad: a uint8 tensor cannot hold 256');
    expect(() => numbered([2], 'int32').pad([[1, 1]], 0.5)).toThrow('use an integer from -2147483648 to 2147483647');
    expect(() => numbered([2]).pad([[1, 1]], { mode: 'mirror' } as unknown as PadOptions)).toThrow(
      "pad: there is no mode 'mirror'",
    );
    expect(() => numbered([3]).pad([[3, 0]], { mode: 'reflect' })).toThrow(
      "pad: mode 'reflect' cannot make 3 elements from axis 0 of [3]; the axis needs at least 4",
    );
  });
});
