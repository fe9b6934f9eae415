import { describe, expect, it } from 'vitest';
import { flopsOf, matrixProducts } from '../../src/bounds/matrix-products.js';
import type { Problem } from '../../src/problems.js';
import { UnsupportedError } from '../../src/protocol.js';

const sizes = [7, 5, 3];

const problems: readonly Problem[] = [
  { kind: 'gemm', size: 4, dtype: 'float64', sets: 1 },
  { kind: 'mlp', sizes, batch: 2, sets: 1 },
  { kind: 'infer-mlp', sizes, batch: 2, sets: 1 },
  { kind: 'rnn-small', steps: 3, width: 4, sets: 1 },
];

describe('matrixProducts', () => {
  it.each(problems.map((problem) => [problem.kind, problem] as const))('of %s fit together', (_, problem) => {
    for (const { left, right, result, transposeLeft, transposeRight } of matrixProducts(problem).products) {
      const [rows, inner] = transposeLeft ? [left.columns, left.rows] : [left.rows, left.columns];
      const [other, columns] = transposeRight ? [right.columns, right.rows] : [right.rows, right.columns];
      expect([result.rows, other, result.columns]).toEqual([rows, inner, columns]);
    }
  });

  it('are three for each layer of a training step, but for the input of the first', () => {
    const { products } = matrixProducts(problems[1] as Problem);
    expect(products.map(({ result }) => result.name)).toEqual(['x1', 'x2', 'dw1', 'dx1', 'dw0']);
    const multiplications = 2 * (2 * 7 * 5 + 3 * 5 * 3);
    expect(products.map(flopsOf).reduce((sum, each) => sum + each)).toBe(2 * multiplications);
  });

  it('are steps there and back in a recurrent network, but for the state that it starts from', () => {
    expect(matrixProducts(problems[3] as Problem).products).toHaveLength(3 * 3 - 1);
  });

  it('bound no other workload', () => {
    expect(() => matrixProducts({ kind: 'scalar', ops: 2, sets: 1 })).toThrow(UnsupportedError);
  });
});
