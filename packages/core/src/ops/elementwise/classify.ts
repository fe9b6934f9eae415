import { type BoolUnary, type BoolUnaryMethod, defineBoolUnaryOnFloats } from './unary.js';

/** Whether each element is NaN, as bool. No integer and no bool is. */
export const isNaN: BoolUnary = defineBoolUnaryOnFloats({ name: 'isNaN', instruction: 'isNaN' });

/** Whether each element is neither NaN nor an infinity, as bool. Integers and bools always are finite. */
export const isFinite: BoolUnary = defineBoolUnaryOnFloats({ name: 'isFinite', instruction: 'isFinite' });

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Whether each element is neither NaN nor infinite; see {@link isFinite}. */
    readonly isFinite: BoolUnaryMethod;
    /** Whether each element is NaN; see {@link isNaN}. */
    readonly isNaN: BoolUnaryMethod;
  }
}
