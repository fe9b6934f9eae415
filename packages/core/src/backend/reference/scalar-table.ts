import type { BinaryInstruction, UnaryInstruction } from '../scalar.js';
import { erf, erfc, fmod, integerPower, power, remainder, roundHalfToEven, sigmoid, softplus } from './special.js';

/** What each unary instruction computes, in float64. Exhaustive: a forgotten instruction does not compile. */
export const unaryTable: { readonly [Name in UnaryInstruction]: (x: number) => number } = {
  negate: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  reciprocal: (x) => 1 / x,
  square: (x) => x * x,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  sigmoid,
  softplus,
  erf,
  erfc,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfToEven,
  trunc: Math.trunc,
  isNaN: (x) => Number(Number.isNaN(x)),
  isFinite: (x) => Number(Number.isFinite(x)),
  not: (x) => Number(x === 0),
};

/** What each binary instruction computes, in float64; bools are 0 and 1. */
export const binaryTable: { readonly [Name in BinaryInstruction]: (x: number, y: number) => number } = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  floorDivide: (x, y) => Math.floor(x / y),
  fmod,
  remainder,
  power,
  atan2: Math.atan2,
  hypot: Math.hypot,
  minimum: (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : Math.min(x, y)),
  maximum: (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : Math.max(x, y)),
  equal: (x, y) => Number(x === y),
  notEqual: (x, y) => Number(x !== y),
  less: (x, y) => Number(x < y),
  lessEqual: (x, y) => Number(x <= y),
  greater: (x, y) => Number(x > y),
  greaterEqual: (x, y) => Number(x >= y),
  and: (x, y) => Number(x !== 0 && y !== 0),
  or: (x, y) => Number(x !== 0 || y !== 0),
  xor: (x, y) => Number((x !== 0) !== (y !== 0)),
};

/*
 * On 32-bit integers: these instructions exceed the 53 bits of float64, but integers wrap around, so the low 32 bits
 * must be right. The results of all others are exact in float64.
 */

export const int32UnaryTable: { readonly [Name in UnaryInstruction]?: (x: number) => number } = {
  square: (x) => Math.imul(x, x),
};

export const int32BinaryTable: { readonly [Name in BinaryInstruction]?: (x: number, y: number) => number } = {
  multiply: Math.imul,
  power: integerPower,
};
