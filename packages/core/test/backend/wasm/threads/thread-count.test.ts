import { describe, expect, it } from 'vitest';
import { threadCount } from '../../../../src/backend/wasm/threads/index.js';

describe('how many threads there are', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [7.5, 7],
    [8, 8],
    [256, 8],
  ])('with %d processors', (processors, threads) => {
    expect(threadCount(processors, true)).toBe(threads);
  });

  it('without shared memory', () => {
    expect(threadCount(16, false)).toBe(1);
  });
});
