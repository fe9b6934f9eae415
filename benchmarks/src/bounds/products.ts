import type { Problem } from '../problems.js';
import { type Matrix, type MatrixProduct, matrixProducts, type Products } from './matrix-products.js';

type Numbers = Float32Array | Float64Array;

/** A routine of CBLAS: layout, transpositions, m, n, k, α, A, its row's length, B, its row's length, β, C, its row's length. */
export type Gemm = (...args: readonly (number | Numbers)[]) => void;

/** CBLAS's constants. */
const rowMajor = 101;
const asItIs = 111;
const transposed = 112;

/**
 * The matrix products of a workload and nothing else, on memory that is allocated before.
 *
 * @param gemmOf loads `sgemm` or `dgemm`
 */
export function bareProducts(problem: Problem, gemmOf: (dtype: Products['dtype']) => Gemm): (turn: number) => void {
  const { dtype, products, inputs } = matrixProducts(problem);
  const gemm = gemmOf(dtype);
  const make = dtype === 'float32' ? Float32Array : Float64Array;
  const shared = new Map<string, Numbers>();
  const sets = Array.from({ length: problem.sets }, () => {
    const own = new Map<string, Numbers>();
    const numbers = ({ name, rows, columns }: Matrix): Numbers => {
      const memory = inputs.includes(name) ? own : shared;
      const known = memory.get(name) ?? new make(rows * columns).fill(1 / columns);
      memory.set(name, known);
      return known;
    };
    return products.map((product) => callOf(product, numbers));
  });
  return (turn) => {
    for (const args of sets[turn % problem.sets] as readonly (readonly (number | Numbers)[])[]) gemm(...args);
  };
}

/** The arguments: C = 1·op(A)·op(B) + 0·C. */
function callOf(product: MatrixProduct, numbers: (matrix: Matrix) => Numbers): readonly (number | Numbers)[] {
  const { left, right, result, transposeLeft = false, transposeRight = false } = product;
  const inner = transposeLeft ? left.rows : left.columns;
  return [
    rowMajor,
    transposeLeft ? transposed : asItIs,
    transposeRight ? transposed : asItIs,
    ...[result.rows, result.columns, inner],
    ...[1, numbers(left), left.columns],
    ...[numbers(right), right.columns],
    ...[0, numbers(result), result.columns],
  ];
}
