import { type Code, type FloatVector, f32, f32x4, f64, f64x2, i32, i32x4, i64, i64x2 } from '../encoder/index.js';

/** What the two float formats have in common, so that one formula serves both. */
export interface FloatFormat {
  readonly name: 'f32x4' | 'f64x2';
  /** Instructions on the lanes as numbers. */
  readonly number: FloatVector;
  /** Instructions on the lanes as integers of the same width. */
  readonly integer: Pick<typeof i64x2, 'add' | 'sub' | 'shl' | 'shrU' | 'eq' | 'ltS'>;
  readonly splatNumber: (value: number) => Code;
  readonly splatInteger: (value: bigint) => Code;
  /** Stored bits of the significand. */
  readonly mantissaBits: number;
  readonly exponentBias: number;
  /** The bits of a number. */
  readonly bitsOf: (value: number) => bigint;
  /** Added to a number below 2^(mantissaBits − 2), this leaves its nearest integer in the lowest bits. */
  readonly roundingShift: number;
}

const view = new DataView(new ArrayBuffer(8));

export const f32Format: FloatFormat = {
  name: 'f32x4',
  number: f32x4,
  integer: i32x4,
  splatNumber: remember((value) => f32x4.splat(f32.const(value))),
  splatInteger: remember((value) => i32x4.splat(i32.const(Number(BigInt.asIntN(32, value))))),
  mantissaBits: 23,
  exponentBias: 127,
  bitsOf: (value) => {
    view.setFloat32(0, value);
    return BigInt(view.getUint32(0));
  },
  roundingShift: 1.5 * 2 ** 23,
};

export const f64Format: FloatFormat = {
  name: 'f64x2',
  number: f64x2,
  integer: i64x2,
  splatNumber: remember((value) => f64x2.splat(f64.const(value))),
  splatInteger: remember((value) => i64x2.splat(i64.const(value))),
  mantissaBits: 52,
  exponentBias: 1023,
  bitsOf: (value) => {
    view.setFloat64(0, value);
    return view.getBigUint64(0);
  },
  roundingShift: 1.5 * 2 ** 52,
};

/** Makes each constant once: the same few come back in every kernel. */
function remember<T extends number | bigint>(make: (value: T) => Code): (value: T) => Code {
  const known = new Map<T | string, Code>();
  return (value) => {
    // A map does not tell −0 from 0.
    const key = Object.is(value, -0) ? '-0' : value;
    const code = known.get(key) ?? make(value);
    known.set(key, code);
    return code;
  };
}
