import { type AnyTensor, randomNormal, seed, step, tensor, Variable, zeroGrad } from '@adjoint/core';
import { describe, expect, it } from 'vitest';

const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error('these tests need node --expose-gc, which vitest.config.ts sets');

/** Heap and external memory after a forced collection. */
function memory(): number {
  collect?.();
  collect?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('memory', () => {
  it('stays flat over 5,000 synchronous steps that accumulate metrics and read logits', () => {
    seed(1);
    const w = new Variable(randomNormal([16, 8]));
    const velocity = new Variable(w.mul(0), { trainable: false });
    const inputs = randomNormal([32, 16]);
    inputs.data();
    let totalLoss: AnyTensor = tensor(0);
    let totalPositive: AnyTensor = tensor(0);
    let last = 0;
    const train = (steps: number): void => {
      for (let i = 0; i < steps; i++) {
        const logits = inputs.matmul(w);
        const loss = logits.mul(logits).mean();
        totalLoss = totalLoss.add(loss);
        totalPositive = totalPositive.add(logits.gt(0).cast('float32').mean());
        zeroGrad([w]);
        loss.backward();
        const updated = velocity.mul(0.9).add(w.grad as AnyTensor);
        step([
          [velocity, updated],
          [w, w.add(updated.mul(-1e-4))],
        ]);
        last = logits.dataSync()[0] as number;
      }
    };
    train(1000);
    const early = memory();
    train(4000);
    const late = memory();
    expect(late - early).toBeLessThan(500_000);
    expect(Number.isFinite(last)).toBe(true);
    expect(totalLoss.item()).toBeGreaterThan(0);
    expect(totalPositive.item()).toBeGreaterThan(0);
    expect(totalPositive.item()).toBeLessThan(5000);
  });

  it('does not pile up models that are dropped inside a synchronous loop', () => {
    const data = randomNormal([64, 64]);
    data.dataSync();
    const restart = (): void => {
      const w = new Variable(randomNormal([64, 64]));
      for (let i = 0; i < 3; i++) {
        zeroGrad([w]);
        const loss = data.matmul(w).mean();
        loss.backward();
        step([[w, w.add((w.grad as AnyTensor).mul(-0.1))]]);
        loss.item();
      }
    };
    for (let i = 0; i < 50; i++) restart();
    const early = memory();
    for (let i = 0; i < 300; i++) restart();
    // One model with its gradient and retired value is 48 KiB; 300 of them would be 14 MiB.
    expect(memory() - early).toBeLessThan(4_000_000);
  });
});
