import { binary, input, runtimeNumber, select } from '../../backend/scalar.js';
import { type BinaryFunction, defineBinary } from './binary.js';
import { defineSameUnary, type SameUnary, type SameUnaryMethod } from './unary.js';

/**
 * Rectified linear unit: max(x, 0). The derivative is 1 for x > 0 and 0 for x < 0, and by convention 0 at the kink
 * x = 0. relu(NaN) = NaN. Integers stay integers.
 *
 * Source: V. Nair, G. Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
 */
export const relu: SameUnary = defineSameUnary({
  name: 'relu',
  instruction: binary('maximum', input(0), runtimeNumber(0)),
  numbers: [0],
  // The output is positive where x is; asking it spares x its place in memory.
  vjp: ({ cotangent, output }) => reluGradient(cotangent, output),
});

/** g where y > 0, else 0: one node, because networks are full of them. */
const reluGradient: BinaryFunction = defineBinary({
  name: 'reluGradient',
  instruction: select(binary('greater', input(1), runtimeNumber(0)), input(0), runtimeNumber(0)),
  numbers: [0],
  vjp: [({ cotangent, y }) => reluGradient(cotangent, y), () => undefined],
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** max(x, 0); see {@link relu}. */
    readonly relu: SameUnaryMethod;
  }
}
