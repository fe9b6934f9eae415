import type { Shape, Tensor } from '@adjoint/core';
import fc from 'fast-check';
import { sourceOf } from '../sources.js';
import { numbers } from './numbers.js';
import { permutations } from './permutations.js';
import { printable } from './printable.js';

/** Which matrices {@link wellConditionedMatrices} draws. */
export interface MatrixConstraints {
  readonly rows: number;
  /** As many as rows unless said otherwise. */
  readonly columns?: number;
  /** Bound of the condition number σ_max / σ_min: 5 unless said otherwise, at least 3. */
  readonly condition?: number;
  /** Draws symmetric positive definite matrices. */
  readonly positiveDefinite?: boolean;
}

/**
 * float64 matrices of full rank whose condition number is bounded. They shrink towards the identity.
 *
 * A matrix is P(D + E): D diagonal with entries of magnitude 1 to (condition − 1)/2, E of Frobenius norm at most 1/2,
 * which by Weyl's inequality moves no singular value further than that, and P a permutation of the rows. Positive
 * definite ones have positive D, symmetric E and no P.
 *
 * @throws RangeError where the condition is below 3, or a positive definite matrix is not square
 */
export function wellConditionedMatrices(constraints: MatrixConstraints): fc.Arbitrary<Tensor<Shape, 'float64'>> {
  const { rows, columns = rows, condition = 5, positiveDefinite = false } = constraints;
  if (!(condition >= 3) || (positiveDefinite && rows !== columns)) {
    throw new RangeError(
      `wellConditionedMatrices: cannot draw a ${rows} × ${columns} matrix of condition ${condition}` +
        `${positiveDefinite ? ', positive definite' : ''}; the condition is at least 3, positive definite ones are square`,
    );
  }
  const diagonalSize = Math.min(rows, columns);
  const size = rows * columns;
  const magnitudes = numbers([1, (condition - 1) / 2]);
  const diagonals = fc.array(
    positiveDefinite
      ? magnitudes
      : fc.tuple(magnitudes, fc.boolean()).map(([magnitude, negative]) => (negative ? -magnitude : magnitude)),
    { minLength: diagonalSize, maxLength: diagonalSize, size: 'max' },
  );
  const perturbations = fc.array(numbers([-1, 1]), { minLength: size, maxLength: size, size: 'max' });
  const orders = positiveDefinite ? fc.constant(Array.from({ length: rows }, (_, row) => row)) : permutations(rows);
  return fc.tuple(diagonals, perturbations, orders).map(([diagonal, perturbation, order]) => {
    const scale = 0.5 / Math.sqrt(Math.max(size, 1));
    const entry = (row: number, column: number): number => {
      const above = perturbation[row * columns + column] as number;
      const shift = positiveDefinite ? (above + (perturbation[column * columns + row] as number)) / 2 : above;
      return (row === column ? (diagonal[row] as number) : 0) + shift * scale;
    };
    const data = order.flatMap((row) => Array.from({ length: columns }, (_, column) => entry(row, column)));
    return printable(sourceOf(Float64Array.from(data), [rows, columns], 'float64'), data);
  });
}
