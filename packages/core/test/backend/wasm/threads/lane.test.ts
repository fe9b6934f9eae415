import { describe, expect, it, vi } from 'vitest';
import { nativeIndex } from '../../../../src/backend/wasm/context.js';
import { createLaneRunner } from '../../../../src/backend/wasm/threads/index.js';

/** Commands from address 64 on; command i has its cells at 1000 + 8 i. */
function commands(...indices: readonly number[]): Int32Array {
  const words = new Int32Array(64);
  indices.forEach((index, place) => {
    words.set([index, 1000 + 8 * place], 16 + 2 * place);
  });
  return words;
}

describe('a lane on the calling thread', () => {
  it('goes to the dispatcher', () => {
    const dispatch = vi.fn();
    const run = createLaneRunner(() => commands(), dispatch);
    run({ address: 64, count: 3 });
    run({ address: 64, count: 0 });
    expect(dispatch.mock.calls).toEqual([[64, 3]]);
  });

  it.each([
    { indices: [0, 1, 2], calls: ['64 × 3'] },
    { indices: [nativeIndex], calls: ['native 1000'] },
    { indices: [0, 1, nativeIndex, 2], calls: ['64 × 2', 'native 1016', '88 × 1'] },
    {
      indices: [nativeIndex, nativeIndex, 5, nativeIndex],
      calls: ['native 1000', 'native 1008', '80 × 1', 'native 1024'],
    },
    { indices: [], calls: [] },
  ])('is split at native calls: $indices', ({ indices, calls }) => {
    const seen: string[] = [];
    const run = createLaneRunner(
      () => commands(...indices),
      (address, count) => seen.push(`${address} × ${count}`),
      (address) => seen.push(`native ${address}`),
    );
    run({ address: 64, count: indices.length });
    expect(seen).toEqual(calls);
  });

  it('has native values beyond 2 GiB at positive addresses', () => {
    const words = commands(nativeIndex);
    words[17] = -8;
    const native = vi.fn();
    createLaneRunner(() => words, vi.fn(), native)({ address: 64, count: 1 });
    expect(native).toHaveBeenCalledWith(2 ** 32 - 8);
  });
});
