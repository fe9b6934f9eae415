import type { BinaryInstruction, UnaryInstruction } from '../../scalar.js';
import { floorDivide, fmod, fmodOfFloat32, remainderFrom } from './division.js';
import { asBinaryFunction, asFunction, type BinaryMath, type UnaryMath } from './draft.js';
import { elementaryBinary, elementaryUnary, hypot, hypotOfFloat32 } from './elementary.js';
import { erf, erfc, erfOfFloat32 } from './error-function.js';
import { type Exponentials, f32Exponentials, f64Exponentials } from './exponential.js';
import { f32Format, f64Format } from './format.js';
import { acosh, asinh, atanh, cosh, sinh } from './hyperbolic.js';
import { int32Binary, int32Unary } from './int32.js';
import { acos, asin, atan, atan2 } from './inverse-trigonometric.js';
import { f32Logarithms, f64Logarithms, type Logarithms } from './logarithm.js';
import { power, powerOfFloat32 } from './power.js';
import { binaryThroughFloat64, throughFloat64 } from './through-float64.js';
import { f32Trigonometric, f64Trigonometric } from './trigonometric.js';

export type { BinaryMath, UnaryMath } from './draft.js';

/**
 * An entry for every instruction. Comparisons, questions and logic (of numbers: what differs from 0) give masks: lanes
 * of all ones or all zeros.
 */
export interface VectorMath<Missing = never> {
  readonly unary: { readonly [Name in UnaryInstruction]: UnaryMath | Missing };
  readonly binary: { readonly [Name in BinaryInstruction]: BinaryMath | Missing };
}

/*
 * Hot functions stand inline: their constants are then set once, before the loop around them. In a function of its own
 * each call would set them anew, which doubles the time. All others are functions of the module.
 */

const f64Functions = {
  sin: asFunction('f64x2.sin', f64Trigonometric.sin),
  cos: asFunction('f64x2.cos', f64Trigonometric.cos),
  tan: asFunction('f64x2.tan', f64Trigonometric.tan),
  asin: asFunction('f64x2.asin', asin),
  acos: asFunction('f64x2.acos', acos),
  atan: asFunction('f64x2.atan', atan),
  sinh: asFunction('f64x2.sinh', sinh),
  cosh: asFunction('f64x2.cosh', cosh),
  asinh: asFunction('f64x2.asinh', asinh),
  acosh: asFunction('f64x2.acosh', acosh),
  atanh: asFunction('f64x2.atanh', atanh),
  erf: asFunction('f64x2.erf', erf),
  erfc: asFunction('f64x2.erfc', erfc),
};

const f64Fmod = asBinaryFunction('f64x2.fmod', fmod);
const f64Atan2 = asBinaryFunction('f64x2.atan2', atan2);
const f32Fmod = binaryThroughFloat64('fmod', asBinaryFunction('f64x2.fmodOfFloat32', fmodOfFloat32));

const float64: VectorMath = {
  unary: {
    ...elementaryUnary(f64Format),
    ...hot(f64Exponentials, f64Logarithms),
    ...f64Functions,
  },
  binary: {
    ...elementaryBinary(f64Format),
    floorDivide,
    fmod: f64Fmod,
    remainder: (x, y, f) => remainderFrom(f64Format, f64Fmod, x, y, f),
    power: asBinaryFunction('f64x2.power', power),
    atan2: f64Atan2,
    hypot: asBinaryFunction('f64x2.hypot', hypot),
  },
};

const float32: VectorMath = {
  unary: {
    ...elementaryUnary(f32Format),
    ...hot(f32Exponentials, f32Logarithms),
    sin: f32Trigonometric.sin,
    cos: f32Trigonometric.cos,
    tan: throughFloat64('tan', f64Functions.tan),
    asin: throughFloat64('asin', f64Functions.asin),
    acos: throughFloat64('acos', f64Functions.acos),
    atan: throughFloat64('atan', f64Functions.atan),
    sinh: throughFloat64('sinh', f64Functions.sinh),
    cosh: throughFloat64('cosh', f64Functions.cosh),
    asinh: throughFloat64('asinh', f64Functions.asinh),
    acosh: throughFloat64('acosh', f64Functions.acosh),
    atanh: throughFloat64('atanh', f64Functions.atanh),
    erf: erfOfFloat32,
    erfc: throughFloat64('erfc', f64Functions.erfc),
  },
  binary: {
    ...elementaryBinary(f32Format),
    // In float32 a quotient could round up to the next whole number.
    floorDivide: binaryThroughFloat64('floorDivide', floorDivide),
    fmod: f32Fmod,
    remainder: (x, y, f) => remainderFrom(f32Format, f32Fmod, x, y, f),
    power: binaryThroughFloat64('power', asBinaryFunction('f64x2.powerOfFloat32', powerOfFloat32)),
    atan2: binaryThroughFloat64('atan2', f64Atan2),
    hypot: binaryThroughFloat64('hypot', hypotOfFloat32),
  },
};

/**
 * The scalar instructions on vectors. float32 results are within 2 units in the last place of the correctly rounded
 * ones, float64 results within 1e-14 relative; results that would be subnormal may be 0. An instruction that is
 * `undefined` on int32 is computed in float64.
 */
export const vectorMath: {
  readonly f32x4: VectorMath;
  readonly f64x2: VectorMath;
  readonly i32x4: VectorMath<undefined>;
} = {
  f32x4: float32,
  f64x2: float64,
  i32x4: { unary: int32Unary, binary: int32Binary },
};

type Hot = Pick<Exponentials, 'exp' | 'exp2' | 'expm1' | 'tanh' | 'sigmoid' | 'softplus'> & Logarithms;

function hot({ exp, exp2, expm1, tanh, sigmoid, softplus }: Exponentials, logarithms: Logarithms): Hot {
  return { exp, exp2, expm1, tanh, sigmoid, softplus, ...logarithms };
}
