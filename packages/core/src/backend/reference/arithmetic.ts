import type { BinaryInstruction } from '../scalar.js';

/** A binary instruction on whole arrays. */
export type ArrayInstruction = (x: Float64Array, y: Float64Array, result: Float64Array) => void;

/**
 * The four operations that make up most of a training step, as loops of their own: a call for every element through the
 * table costs several times the arithmetic.
 */
export const arithmetic: { readonly [Name in BinaryInstruction]?: ArrayInstruction } = {
  add(x, y, result) {
    for (let i = 0; i < result.length; i++) result[i] = (x[i] as number) + (y[i] as number);
  },
  subtract(x, y, result) {
    for (let i = 0; i < result.length; i++) result[i] = (x[i] as number) - (y[i] as number);
  },
  multiply(x, y, result) {
    for (let i = 0; i < result.length; i++) result[i] = (x[i] as number) * (y[i] as number);
  },
  divide(x, y, result) {
    for (let i = 0; i < result.length; i++) result[i] = (x[i] as number) / (y[i] as number);
  },
};
