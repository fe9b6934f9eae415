import type { Code } from './code.js';
import {
  type Binary,
  binary,
  type Constant,
  type ExtractLane,
  extractLane,
  laneConstant,
  type ReplaceLane,
  replaceLane,
  simd,
  type Ternary,
  ternary,
  type Unary,
  unary,
} from './instruction.js';

/** Vectors of floats. Comparisons give lanes of all ones or all zeros. */

export type FloatVector = Record<'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge', Binary> &
  /** min and max propagate NaN; pmin(a, b) is `b < a ? b : a`, pmax(a, b) is `a < b ? b : a`. */
  Record<'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'pmin' | 'pmax', Binary> &
  Record<'abs' | 'neg' | 'sqrt' | 'ceil' | 'floor' | 'trunc' | 'nearest' | 'splat', Unary> & {
    /** One number for every lane, or one for each. */
    readonly const: Constant;
    readonly extractLane: ExtractLane;
    readonly replaceLane: ReplaceLane;
    /** a · b + c: relaxed (on most machines rounded once) where the options allow it, else rounded twice. */
    readonly madd: (options: RelaxedOption) => Ternary;
    /** c − a · b, in the same way. */
    readonly nmadd: (options: RelaxedOption) => Ternary;
  };

/** Whether relaxed SIMD may be used. */
export interface RelaxedOption {
  readonly relaxed: boolean;
}

export const f32x4: FloatVector & Record<'convertI32x4S' | 'convertI32x4U' | 'demoteF64x2Zero', Unary> = {
  const: laneConstant(4, (view, offset, value) => view.setFloat32(offset, value, true)),
  splat: unary(...simd(0x13)),
  extractLane: extractLane(...simd(0x1f)),
  replaceLane: replaceLane(...simd(0x20)),
  ...comparisons(0x41),
  ...arithmetic(0xe0),
  ceil: unary(...simd(0x67)),
  floor: unary(...simd(0x68)),
  trunc: unary(...simd(0x69)),
  nearest: unary(...simd(0x6a)),
  ...fused(0x105, 0xe4, 0xe5, 0xe6),
  convertI32x4S: unary(...simd(0xfa)),
  convertI32x4U: unary(...simd(0xfb)),
  demoteF64x2Zero: unary(...simd(0x5e)),
};

export const f64x2: FloatVector & Record<'convertLowI32x4S' | 'convertLowI32x4U' | 'promoteLowF32x4', Unary> = {
  const: laneConstant(2, (view, offset, value) => view.setFloat64(offset, value, true)),
  splat: unary(...simd(0x14)),
  extractLane: extractLane(...simd(0x21)),
  replaceLane: replaceLane(...simd(0x22)),
  ...comparisons(0x47),
  ...arithmetic(0xec),
  ceil: unary(...simd(0x74)),
  floor: unary(...simd(0x75)),
  trunc: unary(...simd(0x7a)),
  nearest: unary(...simd(0x94)),
  ...fused(0x107, 0xf0, 0xf1, 0xf2),
  convertLowI32x4S: unary(...simd(0xfe)),
  convertLowI32x4U: unary(...simd(0xff)),
  promoteLowF32x4: unary(...simd(0x5f)),
};

function comparisons(first: number): Record<'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge', Binary> {
  return {
    eq: binary(...simd(first)),
    ne: binary(...simd(first + 1)),
    lt: binary(...simd(first + 2)),
    gt: binary(...simd(first + 3)),
    le: binary(...simd(first + 4)),
    ge: binary(...simd(first + 5)),
  };
}

function arithmetic(
  first: number,
): Record<'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'pmin' | 'pmax', Binary> &
  Record<'abs' | 'neg' | 'sqrt', Unary> {
  return {
    abs: unary(...simd(first)),
    neg: unary(...simd(first + 1)),
    sqrt: unary(...simd(first + 3)),
    add: binary(...simd(first + 4)),
    sub: binary(...simd(first + 5)),
    mul: binary(...simd(first + 6)),
    div: binary(...simd(first + 7)),
    min: binary(...simd(first + 8)),
    max: binary(...simd(first + 9)),
    // The specification's pmin(a, b) is `b < a ? b : a`.
    pmin: binary(...simd(first + 10)),
    pmax: binary(...simd(first + 11)),
  };
}

function fused(relaxed: number, add: number, sub: number, mul: number): Pick<FloatVector, 'madd' | 'nmadd'> {
  const product = binary(...simd(mul));
  const sum = binary(...simd(add));
  const difference = binary(...simd(sub));
  const split: Ternary = (a, b, c) => sum(product(a, b), c);
  const splitNegated: Ternary = (a, b, c): Code => difference(c, product(a, b));
  return {
    madd: (options) => (options.relaxed ? ternary(...simd(relaxed)) : split),
    nmadd: (options) => (options.relaxed ? ternary(...simd(relaxed + 1)) : splitNegated),
  };
}
