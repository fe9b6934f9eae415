import { describe, expect, it } from 'vitest';
import { bareProducts, type Gemm } from '../../src/bounds/products.js';

/** The arguments of each call, numbers only. */
function recorded(): { readonly gemm: Gemm; readonly calls: (readonly number[])[]; readonly memory: Set<unknown> } {
  const calls: (readonly number[])[] = [];
  const memory = new Set<unknown>();
  const gemm: Gemm = (...args) => {
    calls.push(args.filter((each) => typeof each === 'number'));
    for (const each of args) if (typeof each !== 'number') memory.add(each);
  };
  return { gemm, calls, memory };
}

describe('bareProducts', () => {
  it('calls the routine for each product, transposed as it is stored', () => {
    const { gemm, calls, memory } = recorded();
    const run = bareProducts({ kind: 'mlp', sizes: [7, 5], batch: 2, sets: 1 }, () => gemm);
    run(0);
    expect(calls).toEqual([
      // Y = X·Wᵀ, and dW = dYᵀ·X.
      [101, 111, 112, 2, 5, 7, 1, 7, 7, 0, 5],
      [101, 112, 111, 5, 7, 2, 1, 5, 7, 0, 7],
    ]);
    expect(memory.size).toBe(5);
  });

  it('has another input in each set, and shares all else', () => {
    const { gemm, memory } = recorded();
    const run = bareProducts({ kind: 'infer-mlp', sizes: [7, 5, 3], batch: 2, sets: 3 }, () => gemm);
    for (let turn = 0; turn < 6; turn++) run(turn);
    expect(memory.size).toBe(3 + 4);
  });

  it('asks for the routine of the dtype', () => {
    let asked = '';
    bareProducts({ kind: 'gemm', size: 2, dtype: 'float64', sets: 1 }, (dtype) => {
      asked = dtype;
      return () => {};
    });
    expect(asked).toBe('float64');
  });
});
