import { type BoolBinaryFunction, type BoolBinaryMethod, defineBoolBinary } from './binary.js';
import { type BoolUnary, type BoolUnaryMethod, defineBoolUnary } from './unary.js';

/** Elementwise conjunction of bools: whether both are true, with NumPy's broadcasting. No gradient. */
export const logicalAnd: BoolBinaryFunction = defineBoolBinary({
  name: 'logicalAnd',
  instruction: 'and',
  accepts: 'bools',
});

/** Elementwise disjunction of bools: whether one at least is true, with NumPy's broadcasting. No gradient. */
export const logicalOr: BoolBinaryFunction = defineBoolBinary({
  name: 'logicalOr',
  instruction: 'or',
  accepts: 'bools',
});

/** Elementwise exclusive disjunction of bools: whether they differ, with NumPy's broadcasting. No gradient. */
export const logicalXor: BoolBinaryFunction = defineBoolBinary({
  name: 'logicalXor',
  instruction: 'xor',
  accepts: 'bools',
});

/** Elementwise negation of bools. No gradient. */
export const logicalNot: BoolUnary = defineBoolUnary({ name: 'logicalNot', instruction: 'not', accepts: 'bools' });

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Whether both are true; see {@link logicalAnd}. */
    readonly logicalAnd: BoolBinaryMethod;
    /** Whether it is false; see {@link logicalNot}. */
    readonly logicalNot: BoolUnaryMethod;
    /** Whether one at least is true; see {@link logicalOr}. */
    readonly logicalOr: BoolBinaryMethod;
    /** Whether they differ; see {@link logicalXor}. */
    readonly logicalXor: BoolBinaryMethod;
  }
}
