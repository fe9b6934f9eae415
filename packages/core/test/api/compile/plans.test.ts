import { type AnyTensor, compile, createWasmBackend, currentBackend, info, tensor, useBackend } from '@adjoint/core';
import { describe, expect, it, onTestFinished } from 'vitest';

describe('the plan of a compiled function', () => {
  it('is found at each call, and made again where others have taken its place', () => {
    const inner = currentBackend();
    onTestFinished(() => useBackend(inner));
    useBackend(createWasmBackend());
    const compiled = compile((x: AnyTensor) => x.exp().mul(3).sum());
    const call = (turn: number): void => {
      expect(compiled(tensor([turn, 1])).item()).toBe(tensor([turn, 1]).exp().mul(3).sum().item());
    };
    for (let turn = 0; turn < 5; turn++) call(turn);
    const { hits } = info().plans;
    compiled(tensor([1, 2]));
    compiled(tensor([2, 2]));
    expect(info().plans.hits).toBe(hits + 2);
    // More structures than there are plans.
    for (let length = 1; length <= 1100; length++) {
      for (let run = 0; run < 2; run++)
        tensor(Array.from({ length }, () => 1))
          .neg()
          .dataSync();
    }
    for (let turn = 0; turn < 5; turn++) call(turn);
    expect(info().plans.hits).toBeGreaterThan(hits + 2);
  });
});
