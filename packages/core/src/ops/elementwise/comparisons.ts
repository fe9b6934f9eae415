import { type BoolBinaryFunction, type BoolBinaryMethod, defineBoolBinary } from './binary.js';

/*
 * Comparisons broadcast as NumPy's, compare in the promoted dtype (any dtype will do) and give bool, which has no
 * gradient. By IEEE 754 NaN equals nothing, itself included, and has no order; −0 equals 0.
 */

/** Whether x = y, elementwise. False wherever there is a NaN. */
export const eq: BoolBinaryFunction = defineBoolBinary({ name: 'eq', instruction: 'equal', accepts: 'all' });

/** Whether x ≠ y, elementwise. True wherever there is a NaN. */
export const ne: BoolBinaryFunction = defineBoolBinary({ name: 'ne', instruction: 'notEqual', accepts: 'all' });

/** Whether x < y, elementwise. False wherever there is a NaN. */
export const lt: BoolBinaryFunction = defineBoolBinary({ name: 'lt', instruction: 'less', accepts: 'all' });

/** Whether x ≤ y, elementwise. False wherever there is a NaN. */
export const le: BoolBinaryFunction = defineBoolBinary({ name: 'le', instruction: 'lessEqual', accepts: 'all' });

/** Whether x > y, elementwise. False wherever there is a NaN. */
export const gt: BoolBinaryFunction = defineBoolBinary({ name: 'gt', instruction: 'greater', accepts: 'all' });

/** Whether x ≥ y, elementwise. False wherever there is a NaN. */
export const ge: BoolBinaryFunction = defineBoolBinary({ name: 'ge', instruction: 'greaterEqual', accepts: 'all' });

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Whether x = y; see {@link eq}. */
    readonly eq: BoolBinaryMethod;
    /** Whether x ≥ y; see {@link ge}. */
    readonly ge: BoolBinaryMethod;
    /** Whether x > y; see {@link gt}. */
    readonly gt: BoolBinaryMethod;
    /** Whether x ≤ y; see {@link le}. */
    readonly le: BoolBinaryMethod;
    /** Whether x < y; see {@link lt}. */
    readonly lt: BoolBinaryMethod;
    /** Whether x ≠ y; see {@link ne}. */
    readonly ne: BoolBinaryMethod;
  }
}
