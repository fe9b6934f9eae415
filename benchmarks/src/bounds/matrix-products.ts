import type { DType } from '@adjoint/core';
import type { Problem } from '../problems.js';
import { UnsupportedError } from '../protocol.js';

/** A matrix, row-major, by the name under which other products find it. */
export interface Matrix {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
}

/** C = op(A)·op(B), where op transposes or does nothing. */
export interface MatrixProduct {
  readonly left: Matrix;
  readonly right: Matrix;
  readonly result: Matrix;
  readonly transposeLeft?: boolean;
  readonly transposeRight?: boolean;
}

export interface Products {
  readonly dtype: Extract<DType, 'float32' | 'float64'>;
  readonly products: readonly MatrixProduct[];
  /** The matrices that each input set has its own of. */
  readonly inputs: readonly string[];
}

/**
 * The matrix products that a workload cannot do without, in their order, and with the transpositions that need no copy.
 *
 * @throws UnsupportedError where a workload is none of those that products bound
 */
export function matrixProducts(problem: Problem): Products {
  switch (problem.kind) {
    case 'gemm': {
      const square = (name: string): Matrix => ({ name, rows: problem.size, columns: problem.size });
      const product = { left: square('a'), right: square('b'), result: square('c') };
      return { dtype: problem.dtype, products: [product], inputs: ['a', 'b'] };
    }
    case 'infer-mlp':
      return { dtype: 'float32', products: layers(problem).map(forward), inputs: ['x0'] };
    case 'mlp': {
      const all = layers(problem);
      // The first layer's input needs no gradient.
      const back = all
        .toReversed()
        .flatMap((layer) => [weightGradient(layer), ...(layer.index > 0 ? [inputGradient(layer)] : [])]);
      return { dtype: 'float32', products: [...all.map(forward), ...back], inputs: ['x0'] };
    }
    case 'rnn-small':
      return { dtype: 'float32', products: recurrent(problem.steps, problem.width), inputs: ['s0'] };
    default:
      throw new UnsupportedError('only for workloads that matrix products bound');
  }
}

/** The floating-point operations of a product: a multiplication and an addition for each term. */
export function flopsOf({ result, left, transposeLeft = false }: MatrixProduct): number {
  return 2 * result.rows * result.columns * (transposeLeft ? left.rows : left.columns);
}

interface Layer {
  readonly index: number;
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
}

function layers({ sizes, batch }: { readonly sizes: readonly number[]; readonly batch: number }): Layer[] {
  return sizes.slice(1).map((outputs, index) => ({ index, batch, inputs: sizes[index] as number, outputs }));
}

const weight = ({ index, inputs, outputs }: Layer): Matrix => ({ name: `w${index}`, rows: outputs, columns: inputs });
const input = ({ index, batch, inputs }: Layer): Matrix => ({ name: `x${index}`, rows: batch, columns: inputs });
const output = ({ index, batch, outputs }: Layer): Matrix => ({
  name: `x${index + 1}`,
  rows: batch,
  columns: outputs,
});
const gradient = (matrix: Matrix): Matrix => ({ ...matrix, name: `d${matrix.name}` });

/** Y = X·Wᵀ. */
function forward(layer: Layer): MatrixProduct {
  return { left: input(layer), right: weight(layer), result: output(layer), transposeRight: true };
}

/** dW = dYᵀ·X. */
function weightGradient(layer: Layer): MatrixProduct {
  return {
    left: gradient(output(layer)),
    right: input(layer),
    result: gradient(weight(layer)),
    transposeLeft: true,
  };
}

/** dX = dY·W. */
function inputGradient(layer: Layer): MatrixProduct {
  return { left: gradient(output(layer)), right: weight(layer), result: gradient(input(layer)) };
}

/** Z = S·W at each step; back again dW = Sᵀ·dZ, and dS = dZ·Wᵀ but for the first S. */
function recurrent(steps: number, width: number): MatrixProduct[] {
  const square = (name: string): Matrix => ({ name, rows: width, columns: width });
  const w = square('w');
  const indices = Array.from({ length: steps }, (_, step) => step);
  const there = indices.map((step) => ({ left: square(`s${step}`), right: w, result: square(`s${step + 1}`) }));
  const back = indices.toReversed().flatMap((step) => {
    const [s, dz] = [square(`s${step}`), square(`ds${step + 1}`)];
    const toWeight = { left: s, right: dz, result: square(`dw${step}`), transposeLeft: true };
    return step === 0
      ? [toWeight]
      : [toWeight, { left: dz, right: w, result: square(`ds${step}`), transposeRight: true }];
  });
  return [...there, ...back];
}
