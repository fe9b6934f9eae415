import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Variable, zeros } from '../../../src/index.js';
import { axisOf, elementOf, expectElements, numbered, shapes } from '../by-index.js';

describe('permute', () => {
  it('puts input axis axes[i] at place i', () => {
    const permutations = shapes().chain((shape) =>
      fc.tuple(fc.constant(shape), fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }), fc.boolean()),
    );
    fc.assert(
      fc.property(permutations, ([shape, axes, fromEnd]) => {
        const x = numbered(shape);
        const given = fromEnd ? axes.map((axis) => axis - shape.length) : axes;
        expectElements(
          x.permute(given),
          axes.map((axis) => shape[axis] as number),
          (index) =>
            elementOf(
              x,
              shape.map((_, axis) => index[axes.indexOf(axis)] as number),
            ),
        );
      }),
    );
  });

  it('names what is no permutation', () => {
    const x = zeros([2, 3]) as ReturnType<typeof numbered>;
    expect(() => x.permute([0, 0])).toThrow('permute: [0, 0] is not a permutation of the axes of [2, 3]');
    expect(() => x.permute([0])).toThrow('permute: [0] is not a permutation of the axes of [2, 3]');
    expect(() => x.permute([0, -2])).toThrow('not a permutation');
    expect(() => x.permute([0, 2])).toThrow('permute: there is no axis 2 in a tensor of 2 axes');
  });

  it('gives a Variable its current value where nothing moves', () => {
    const variable = new Variable(zeros([2, 3]));
    const before = variable.permute([0, 1]);
    expect(before).not.toBe(variable);
    expect(before.shape).toEqual([2, 3]);
  });
});

describe('transpose', () => {
  it('exchanges two axes, the last two by default', () => {
    const axes = shapes({ minRank: 2 }).chain((shape) =>
      fc.tuple(fc.constant(shape), axisOf(shape.length), axisOf(shape.length)),
    );
    fc.assert(
      fc.property(axes, ([shape, axis0, axis1]) => {
        const x = numbered(shape);
        const order = [...shape.keys()];
        order[axis0 < 0 ? axis0 + shape.length : axis0] = axis1 < 0 ? axis1 + shape.length : axis1;
        order[axis1 < 0 ? axis1 + shape.length : axis1] = axis0 < 0 ? axis0 + shape.length : axis0;
        const expected = x.permute(order);
        expect(x.transpose(axis0, axis1).shape).toEqual(expected.shape);
        expect(x.transpose(axis0, axis1).dataSync()).toEqual(expected.dataSync());
      }),
    );
    expect(numbered([2, 3]).transpose().toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  it('needs two axes', () => {
    expect(() => numbered([3]).transpose()).toThrow('transpose: there is no axis -2 in a tensor of 1 axes');
  });
});

describe('moveAxis', () => {
  it('takes one axis out and puts it at its place in the result', () => {
    const moves = shapes({ minRank: 1 }).chain((shape) =>
      fc.tuple(fc.constant(shape), axisOf(shape.length), axisOf(shape.length)),
    );
    fc.assert(
      fc.property(moves, ([shape, from, to]) => {
        const x = numbered(shape);
        const source = from < 0 ? from + shape.length : from;
        const target = to < 0 ? to + shape.length : to;
        const rest = shape.filter((_, axis) => axis !== source);
        const expected = [...rest.slice(0, target), shape[source] as number, ...rest.slice(target)];
        expectElements(x.moveAxis(from, to), expected, (index) => {
          const others = index.filter((_, axis) => axis !== target);
          return elementOf(x, [...others.slice(0, source), index[target] as number, ...others.slice(source)]);
        });
      }),
    );
  });
});
