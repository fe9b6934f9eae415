import { type AnyTensor, fromArray, grad, oneHot, ones, sizeOf, tensor } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectBatched, expectCloseElements, normal, reader } from '../approximate.js';

describe('oneHot', () => {
  it('is 1 at the index and 0 elsewhere, along a new last axis', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 3 }), fc.integer({ min: 1, max: 5 }), (shape, depth) => {
        const labels = fromArray(
          Int32Array.from({ length: sizeOf(shape) }, (_, i) => (i * 3 + 1) % depth),
          shape,
        );
        const label = reader(labels);
        expectCloseElements(oneHot(labels, depth), [...shape, depth], (...position) =>
          Number(label(...position.slice(0, -1)) === position.at(-1)),
        );
      }),
    );
  });

  it('has the dtype asked for, float32 unless told otherwise', () => {
    const labels = tensor([1, 0], 'uint8');
    expect(labels.oneHot(2).dtype).toBe('float32');
    expect(labels.oneHot(2, 'bool').toArray()).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(labels.oneHot(2, 'int32').dtype).toBe('int32');
  });

  it('is a constant of a loss, and works in a batch', () => {
    const labels = tensor([2, 0], 'int32');
    const gradient = grad((x: AnyTensor) => x.mul(labels.oneHot(3, 'float64')).sum())(normal([2, 3]));
    expect(gradient.toArray()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expectBatched(
      (each) => each.oneHot(3),
      [
        tensor(
          [
            [2, 0],
            [1, 1],
          ],
          'int32',
        ),
      ],
    );
  });

  it('refuses labels out of range, known or computed, and floats', () => {
    expect(() => oneHot(tensor([0, 3], 'int32'), 3)).toThrow(
      'oneHot: index 3 at position [1] is out of range; indices go from 0 to 2',
    );
    const lazy = oneHot(tensor([0, 3], 'int32').sub(1), 3);
    expect(() => lazy.dataSync()).toThrow(
      'oneHot: index -1 at position [0, 0] is out of range; indices go from 0 to 2',
    );
    expect(() => oneHot(ones([2]) as AnyTensor, 3)).toThrow('oneHot: indices must be int32 or uint8, got float32 [2]');
    expect(() => oneHot(tensor([0], 'int32'), 1.5)).toThrow('oneHot: [1.5] is not a shape');
  });
});
