import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastShapes, broadcastsTo, normaliseAxes, sameShape } from '../../src/graph/shape.js';

const shapes = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });

/** NumPy's rule, size by size from the last axis on. */
function broadcastByRule(a: readonly number[], b: readonly number[]): number[] | undefined {
  const joined: number[] = [];
  for (let back = 1; back <= Math.max(a.length, b.length); back++) {
    const [left, right] = [a.at(-back) ?? 1, b.at(-back) ?? 1];
    if (left !== right && left !== 1 && right !== 1) return undefined;
    joined.unshift(left === 1 ? right : left);
  }
  return joined;
}

describe('broadcastShapes', () => {
  it('follows the rule', () => {
    fc.assert(
      fc.property(shapes, shapes, (a, b) => {
        expect(broadcastShapes(a, b)).toEqual(broadcastByRule(a, b));
      }),
    );
  });

  it('gives one of the two back where it is the result', () => {
    const [row, matrix] = [
      [1, 3],
      [2, 3],
    ];
    expect(broadcastShapes(row, matrix)).toBe(matrix);
    expect(broadcastShapes(matrix, row)).toBe(matrix);
    expect(broadcastShapes(matrix, [])).toBe(matrix);
  });
});

describe('broadcastsTo', () => {
  it('holds where the joint shape is the second one', () => {
    fc.assert(
      fc.property(shapes, shapes, (from, to) => {
        const joint = broadcastByRule(from, to);
        expect(broadcastsTo(from, to)).toBe(joint !== undefined && sameShape(joint, to));
      }),
    );
  });
});

describe('normaliseAxes', () => {
  it('takes one, several or all', () => {
    expect(normaliseAxes('op', -1, 3)).toEqual([2]);
    expect(normaliseAxes('op', [2, -3], 3)).toEqual([0, 2]);
    expect(normaliseAxes('op', undefined, 3)).toEqual([0, 1, 2]);
    expect(normaliseAxes('op', [], 3)).toEqual([]);
  });

  it('refuses what is no axis or comes twice', () => {
    expect(() => normaliseAxes('op', 3, 3)).toThrow('op: there is no axis 3 in a tensor of 3 axes');
    expect(() => normaliseAxes('op', [2, 0, -1], 3)).toThrow('op: axes [2, 0, 2] name an axis twice');
  });
});
