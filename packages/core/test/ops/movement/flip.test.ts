import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axesFromFront, elementOf, expectElements, numbered, shapeAndAxes } from '../by-index.js';

describe('flip', () => {
  it('reverses axes', () => {
    fc.assert(
      fc.property(shapeAndAxes(), ([shape, axes]) => {
        const x = numbered(shape);
        const reversed = axesFromFront(axes, shape.length);
        expectElements(x.flip(axes), shape, (index) =>
          elementOf(
            x,
            index.map((at, axis) => (reversed.includes(axis) ? (shape[axis] as number) - 1 - at : at)),
          ),
        );
      }),
    );
  });

  it('refuses axes that do not exist or come twice', () => {
    expect(() => numbered([2, 3]).flip(2)).toThrow('flip: there is no axis 2 in a tensor of 2 axes');
    expect(() => numbered([2, 3]).flip([1, -1])).toThrow('flip: axes [1, 1] name an axis twice');
  });
});
