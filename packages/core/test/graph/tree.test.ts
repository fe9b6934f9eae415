import { flattenTree, mapTree, type Tensor, tensor } from '@adjoint/core';
import { describe, expect, it } from 'vitest';

describe('trees', () => {
  const [a, b, c] = [tensor(1), tensor(2), tensor(3)];

  it('come apart and together again', () => {
    const tree = { list: [a, { deep: b }], last: c };
    const { leaves, rebuild } = flattenTree('test', tree);
    expect(leaves).toEqual([a, b, c]);
    expect(rebuild([c, b, a])).toEqual({ list: [c, { deep: b }], last: a });
  });

  it('may be a single tensor, or empty', () => {
    expect(flattenTree('test', a).leaves).toEqual([a]);
    expect(flattenTree('test', []).rebuild([])).toEqual([]);
  });

  it('are mapped', () => {
    const doubled = mapTree({ a, b: [b] }, (leaf) => leaf.mul(2));
    expect((doubled.b[0] as Tensor).item()).toBe(4);
  });

  it.each([
    [{ a: 5 }, /test: expected a tensor at \.a, got number/],
    [[a, [null]], /expected a tensor at \[1\]\[0\], got null/],
    [{ date: new Date() }, /at \.date, got object/],
  ])('refuse %o', (tree, message) => {
    expect(() => flattenTree('test', tree)).toThrow(message);
  });
});
