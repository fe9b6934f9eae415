import { type AnyTensor, step, tensor, Variable, zeroGrad } from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { countRuns } from './counting-backend.js';

describe('inner nodes that are read after their step', () => {
  it('are computed again the first time, and kept from then on', () => {
    const w = new Variable(tensor([1, 2]));
    const train = (): AnyTensor => {
      const logits = w.mul(3);
      const loss = logits.square().sum();
      zeroGrad([w]);
      loss.backward();
      step([[w, w.sub((w.grad as AnyTensor).mul(0.01))]]);
      return logits;
    };
    const runsOfReading = (logits: AnyTensor): number => countRuns(() => logits.dataSync());
    expect(runsOfReading(train())).toBe(1);
    expect(runsOfReading(train())).toBe(0);
    const before = w.toArray() as number[];
    const logits = train();
    expect(runsOfReading(logits)).toBe(0);
    expect(logits.toArray()).toEqual(before.map((each) => Math.fround(3 * each)));
  });
});
