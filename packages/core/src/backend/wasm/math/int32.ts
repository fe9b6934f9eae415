import type { BinaryInstruction, UnaryInstruction } from '../../scalar.js';
import { type Code, type FunctionBuilder, f64x2, i32, i32x4, local, v128, whileLoop } from '../encoder/index.js';
import { asBinaryFunction, type BinaryMath, Draft, type UnaryMath } from './draft.js';
import { f64Format } from './format.js';

/*
 * int32: everything wraps around modulo 2³², and division by 0 gives 0. What is undefined here has no result on integers
 * of its own: float64 holds its operands exactly.
 */

/** Added to a whole float64 below 2⁵¹, it leaves the number, modulo 2³², in the lower word. */
const WHOLE_SHIFT = 1.5 * 2 ** 52;

type Divide = (quotient: Code, x: Code, y: Code) => Code;

/** A function of the quotient in float64, where it is exact enough for its integer part. */
function byQuotient(name: string, whole: Divide): BinaryMath {
  return asBinaryFunction(`i32x4.${name}`, (xArgument, yArgument, f) => {
    const draft = new Draft(f, f64Format);
    const x = draft.set(xArgument);
    const y = draft.set(yArgument);
    const half = (from: (vector: Code) => Code): Code => {
      const dividend = draft.set(f64x2.convertLowI32x4S(from(x)));
      const divisor = draft.set(f64x2.convertLowI32x4S(from(y)));
      return f64x2.add(whole(f64x2.div(dividend, divisor), dividend, divisor), draft.number(WHOLE_SHIFT));
    };
    const low = half((vector) => vector);
    const high = half((vector) => v128.shuffle64(vector, vector, [1, 0]));
    const isZero = i32x4.eq(y, draft.integer(0n));
    return draft.result(v128.andnot(v128.shuffle32(low, high, [0, 2, 4, 6]), isZero));
  });
}

/**
 * xʸ by repeated squaring, all lanes together. For y < 0 it is truncated towards 0: 0, unless |x| = 1; and 0 for x = 0.
 */
const power: BinaryMath = asBinaryFunction('i32x4.power', (xArgument, yArgument, f) => {
  const [x, y, result] = [f.local('v128'), f.local('v128'), f.local('v128')];
  const [factor, rest] = [f.local('v128'), f.local('v128')];
  const { get, set } = local;
  const one = f.constant(i32x4.splat(i32.const(1)));
  const zero = f.constant(v128.zero);
  const isOdd = (value: Code): Code => i32x4.eq(v128.and(value, one), one);
  const ofUnit = v128.bitselect(get(x), one, isOdd(get(y)));
  const ofNegative = v128.and(ofUnit, i32x4.eq(i32x4.abs(get(x)), one));
  return [
    set(x, xArgument),
    set(y, yArgument),
    set(factor, get(x)),
    set(rest, i32x4.maxS(get(y), zero)),
    set(result, one),
    whileLoop(v128.anyTrue(get(rest)), [
      set(result, v128.bitselect(i32x4.mul(get(result), get(factor)), get(result), isOdd(get(rest)))),
      set(factor, i32x4.mul(get(factor), get(factor))),
      set(rest, i32x4.shrU(get(rest), i32.const(1))),
    ]),
    v128.bitselect(ofNegative, get(result), i32x4.ltS(get(y), zero)),
  ];
});

const identity: UnaryMath = (x) => x;
const zeros = (f: FunctionBuilder): Code => f.constant(v128.zero);
const isTrue = (x: Code, f: FunctionBuilder): Code => i32x4.ne(x, zeros(f));

export const int32Unary: { readonly [Name in UnaryInstruction]: UnaryMath | undefined } = {
  negate: i32x4.neg,
  abs: i32x4.abs,
  sign: (argument, f) => {
    const x = f.local('v128');
    const negative = i32x4.ltS(local.get(x), zeros(f));
    // Masks are −1.
    return [local.set(x, argument), i32x4.sub(negative, i32x4.gtS(local.get(x), zeros(f)))];
  },
  square: (argument, f) => {
    const x = f.local('v128');
    return i32x4.mul(local.tee(x, argument), local.get(x));
  },
  floor: identity,
  ceil: identity,
  round: identity,
  trunc: identity,
  not: (x, f) => i32x4.eq(x, zeros(f)),
  isNaN: undefined,
  isFinite: undefined,
  reciprocal: undefined,
  sqrt: undefined,
  rsqrt: undefined,
  exp: undefined,
  exp2: undefined,
  expm1: undefined,
  log: undefined,
  log2: undefined,
  log10: undefined,
  log1p: undefined,
  sin: undefined,
  cos: undefined,
  tan: undefined,
  asin: undefined,
  acos: undefined,
  atan: undefined,
  sinh: undefined,
  cosh: undefined,
  tanh: undefined,
  asinh: undefined,
  acosh: undefined,
  atanh: undefined,
  sigmoid: undefined,
  softplus: undefined,
  erf: undefined,
  erfc: undefined,
};

export const int32Binary: { readonly [Name in BinaryInstruction]: BinaryMath | undefined } = {
  add: i32x4.add,
  subtract: i32x4.sub,
  multiply: i32x4.mul,
  divide: undefined,
  floorDivide: byQuotient('floorDivide', (quotient) => f64x2.floor(quotient)),
  fmod: byQuotient('fmod', (quotient, x, y) => f64x2.sub(x, f64x2.mul(f64x2.trunc(quotient), y))),
  remainder: byQuotient('remainder', (quotient, x, y) => f64x2.sub(x, f64x2.mul(f64x2.floor(quotient), y))),
  power,
  atan2: undefined,
  hypot: undefined,
  minimum: i32x4.minS,
  maximum: i32x4.maxS,
  equal: i32x4.eq,
  notEqual: i32x4.ne,
  less: i32x4.ltS,
  lessEqual: i32x4.leS,
  greater: i32x4.gtS,
  greaterEqual: i32x4.geS,
  and: (x, y, f) => v128.and(isTrue(x, f), isTrue(y, f)),
  or: (x, y, f) => v128.or(isTrue(x, f), isTrue(y, f)),
  xor: (x, y, f) => v128.xor(isTrue(x, f), isTrue(y, f)),
};
