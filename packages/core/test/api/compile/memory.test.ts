import { type AnyTensor, compile, info, randomNormal, step, Variable } from '@adjoint/core';
import { describe, expect, it } from 'vitest';
import { recentCount } from '../../../src/schedule/step.js';

const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error('these tests need node --expose-gc, which vitest.config.ts sets');

/** Heap and external memory after a forced collection. */
function memory(): number {
  collect?.();
  collect?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('the memory of a compiled function', () => {
  it('stays flat over thousands of calls that assign Variables, with steps and without', () => {
    const w = new Variable(randomNormal([64, 64]));
    const compiled = compile((x: AnyTensor) => {
      const mixed = w
        .mul(0.9)
        .add(x.matmul(w).mul(0.01))
        .add(randomNormal([64, 64]).mul(0.1));
      w.assign(mixed.clip(-10, 10));
      return { norm: mixed.square().mean().sqrt(), mixed };
    });
    const work = (count: number): void => {
      for (let turn = 0; turn < count; turn++) {
        const { norm } = compiled(randomNormal([64, 64]));
        if (turn % 100 === 0) expect(norm.item()).toBeGreaterThan(0);
        if (turn % 2 === 0 && turn > count / 2) step();
      }
    };
    work(500);
    const [before, held] = [memory(), info().memory];
    expect(held.variables).toBeLessThan(3.5 * 64 * 64 * 4);
    work(2000);
    expect(memory() - before).toBeLessThan(500_000);
    expect(recentCount()).toBeLessThan(10);
    const { linear, variables } = info().memory;
    expect(linear).toBe(held.linear);
    // The value of the last step, the one from before it, and one that is pending.
    expect(variables).toBeLessThan(3.5 * 64 * 64 * 4);
  });

  it('holds no argument, and no graph', () => {
    const references: WeakRef<AnyTensor>[] = [];
    const compiled = compile((x: AnyTensor) => {
      references.push(new WeakRef(x));
      const y = x.exp();
      references.push(new WeakRef(y));
      return y.sum();
    });
    (() => {
      for (let turn = 0; turn < 4; turn++) {
        const x = randomNormal([1000]);
        references.push(new WeakRef(x));
        compiled(x);
      }
    })();
    expect(references.length).toBe(8);
    return new Promise<void>((resolve) => setTimeout(resolve, 0)).then(() => {
      // What was computed last may still be on the stack, or remembered until the next run.
      randomNormal([1]).add(1).item();
      collect?.();
      expect(references.filter((reference) => reference.deref() !== undefined).length).toBeLessThanOrEqual(1);
    });
  });
});
