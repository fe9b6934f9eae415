import {
  type AnyTensor,
  diag,
  diagonal,
  dot,
  einsum,
  matmul,
  outer,
  type Shape,
  trace,
  tril,
  triu,
} from '@adjoint/core';
import { broadcastablePairs } from '@adjoint/testing';
import * as fc from 'fast-check';
import { fromFront, reals, smallShapes } from '../draws.js';
import { accumulated, arithmetic, kept } from '../dtype-rules.js';
import { type Call, type Entry, entry } from '../entry.js';

const size = fc.integer({ min: 1, max: 3 });

/** Tensors of these shapes, and a call on them. */
const onTensors = (shapes: readonly Shape[], call: (inputs: AnyTensor[]) => Call): fc.Arbitrary<Call> =>
  fc.tuple(...shapes.map((shape) => reals(shape))).map(call);

/** Vectors, matrices, and stacks of them that broadcast. */
const products = fc
  .record({
    rows: size,
    inner: size,
    columns: size,
    batch: fc.oneof(
      broadcastablePairs({ maxRank: 2, maxSize: 2, maxElements: 2 }),
      broadcastablePairs({ minRank: 1, maxRank: 2, minSize: 2, maxSize: 2 }),
    ),
    vectors: fc.constantFrom('none', 'none', 'none', 'none', 'left', 'right', 'both'),
  })
  .chain(({ rows, inner, columns, batch, vectors }) => {
    const isRow = vectors === 'left' || vectors === 'both';
    const isColumn = vectors === 'right' || vectors === 'both';
    const [before, behind] = batch.shapes;
    const left = isRow ? [inner] : [...before, rows, inner];
    const right = isColumn ? [inner] : [...behind, inner, columns];
    const joined = isRow && isColumn ? [] : isRow ? behind : isColumn ? before : batch.joined;
    const shape = [...joined, ...(isRow ? [] : [rows]), ...(isColumn ? [] : [columns])];
    return onTensors([left, right], (inputs) => ({ inputs, f: matmul, shapes: [shape], dtype: arithmetic }));
  });

const dots = size.chain((n) =>
  onTensors([[n], [n]], (inputs) => ({ inputs, f: dot, shapes: [[]], dtype: arithmetic })),
);

const outers = fc
  .tuple(size, size)
  .chain(([n, m]) => onTensors([[n], [m]], (inputs) => ({ inputs, f: outer, shapes: [[n, m]], dtype: arithmetic })));

/** Sums, traces, transposes, products, broadcasting dots: each with the sizes of its letters. */
const equations = fc
  .tuple(
    fc.constantFrom(
      'i->',
      'ij->ji',
      'ii->i',
      'ii',
      'i,i->',
      'i,j->ij',
      'ij,jk->ik',
      'ij,jk',
      'ij,ij->ij',
      'bij,bjk->bik',
      'ij,kj,k->i',
      'iji->j',
      'ij,j->',
      '...i,...i->...',
      'i...,ij->j...',
    ),
    fc.record({ i: size, j: size, k: size, b: fc.integer({ min: 1, max: 2 }), rest: fc.constantFrom([], [2], [1]) }),
  )
  .chain(([equation, sizes]) => {
    const axesOfTerm = (term: string): Shape =>
      (term.match(/\.\.\.|./g) ?? []).flatMap((letter) =>
        letter === '...' ? sizes.rest : [sizes[letter as 'i' | 'j' | 'k' | 'b']],
      );
    const [inputs = '', output = implicitOutput(inputs)] = equation.split('->');
    const contract = einsum as (equation: string, ...operands: AnyTensor[]) => AnyTensor;
    return onTensors(inputs.split(',').map(axesOfTerm), (operands) => ({
      inputs: operands,
      f: (...each) => contract(equation, ...each),
      shapes: [axesOfTerm(output)],
      dtype: arithmetic,
    }));
  });

/** Without an arrow: the letters that occur once, in alphabetical order. */
function implicitOutput(inputs: string): string {
  const letters = [...inputs.replaceAll(',', '')];
  return letters
    .filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter))
    .sort()
    .join('');
}

/** How many elements lie on a diagonal, counted one by one. */
function diagonalLength(rows: number, columns: number, offset: number): number {
  return Array.from({ length: rows }, (_, row) => row + offset).filter((column) => column >= 0 && column < columns)
    .length;
}

const matrices = reals(smallShapes({ minRank: 2 }));
const offset = fc.integer({ min: -3, max: 3 });

const diagonals = fc
  .tuple(matrices, fc.nat(), fc.nat(), fc.nat({ max: 3 }), offset)
  .map(([x, first, second, fromEnd, shift]): Call => {
    const rank = x.shape.length;
    const axis0 = first % rank;
    const axis1 = (axis0 + 1 + (second % (rank - 1))) % rank;
    const [rows, columns] = [x.shape[axis0] as number, x.shape[axis1] as number];
    const others = x.shape.filter((_, axis) => axis !== axis0 && axis !== axis1);
    const named = [axis0 - (fromEnd & 1 ? rank : 0), axis1 - (fromEnd & 2 ? rank : 0)] as const;
    return {
      inputs: [x],
      f: (each) => diagonal(each, shift, ...named),
      shapes: [[...others, diagonalLength(rows, columns, shift)]],
      dtype: kept,
    };
  });

const diags = fc.tuple(reals(smallShapes({ minRank: 1, maxRank: 2 })), offset).map(([x, shift]): Call => {
  const [rows, columns] = x.shape as [number, number?];
  const n = rows + Math.abs(shift);
  const shape = columns === undefined ? [n, n] : [diagonalLength(rows, columns, shift)];
  const make = diag as (x: AnyTensor, offset: number) => AnyTensor;
  return { inputs: [x], f: (each) => make(each, shift), shapes: [shape], dtype: kept };
});

const traces = matrices.map(
  (x): Call => ({
    inputs: [x],
    f: trace,
    shapes: [x.shape.slice(0, fromFront(-2, x.shape.length))],
    dtype: accumulated,
  }),
);

const triangles = (op: (x: AnyTensor, offset: number) => AnyTensor): fc.Arbitrary<Call> =>
  fc
    .tuple(matrices, offset)
    .map(([x, shift]) => ({ inputs: [x], f: (each) => op(each, shift), shapes: [x.shape], dtype: kept }));

export const linalg: readonly Entry[] = [
  entry(matmul, products),
  entry(dot, dots),
  entry(outer, outers),
  entry(einsum, equations),
  entry(diagonal, diagonals),
  entry(diag, diags),
  entry(trace, traces),
  entry(tril, triangles(tril)),
  entry(triu, triangles(triu)),
];
