import { type Backend, currentBackend, evaluate, tensor, useBackend } from '@adjoint/core';
import { describe, expect, it, onTestFinished } from 'vitest';

describe('evaluation', () => {
  it('does not nest: a backend that reads a tensor while it runs is refused, and evaluation works afterwards', () => {
    const inner = currentBackend();
    onTestFinished(() => useBackend(inner));
    const nesting: Backend = {
      ...inner,
      name: 'nesting',
      run(program) {
        tensor(1).add(1).item();
        return inner.run(program);
      },
    };
    useBackend(nesting);
    const y = tensor(2).mul(3);
    expect(() => y.item()).toThrow(/evaluation cannot nest/);
    useBackend(inner);
    expect(y.item()).toBe(6);
  });

  it('computes a tree in one run and leaves nothing changed where one part fails', () => {
    const index = tensor([9], 'int32').add(0);
    const good = tensor([1, 2]).mul(2);
    const bad = tensor([1, 2]).take(index);
    expect(() => evaluate({ good, bad })).toThrow(/take: index 9/);
    expect(good.value).toBeUndefined();
    expect(good.toArray()).toEqual([2, 4]);
  });
});
