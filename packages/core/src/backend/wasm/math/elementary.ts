import type { BinaryInstruction, UnaryInstruction } from '../../scalar.js';
import { type Code, type FunctionBuilder, v128 } from '../encoder/index.js';
import { type BinaryMath, Draft, type UnaryMath } from './draft.js';
import { type FloatFormat, f64Format } from './format.js';

/** What the hardware computes directly, or nearly so, in either float format. */

type ElementaryUnary = Extract<
  UnaryInstruction,
  | 'negate'
  | 'abs'
  | 'sign'
  | 'reciprocal'
  | 'square'
  | 'sqrt'
  | 'rsqrt'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'trunc'
  | 'isNaN'
  | 'isFinite'
  | 'not'
>;

type ElementaryBinary = Exclude<BinaryInstruction, 'floorDivide' | 'fmod' | 'remainder' | 'power' | 'atan2' | 'hypot'>;

export function elementaryUnary(format: FloatFormat): { readonly [Name in ElementaryUnary]: UnaryMath } {
  const { abs, ceil, div, eq, floor, gt, lt, mul, ne, nearest, neg, sqrt, trunc } = format.number;
  const draftOf = (f: FunctionBuilder): Draft => new Draft(f, format);
  const once = (x: Code, f: FunctionBuilder, use: (draft: Draft, x: Code) => Code): Code => {
    const draft = draftOf(f);
    const value = draft.set(x);
    return draft.result(use(draft, value));
  };
  return {
    negate: neg,
    abs,
    /** ±0 and NaN are their own signs. */
    sign: (x, f) =>
      once(x, f, (draft, value) =>
        draft.select(gt(abs(value), draft.number(0)), draft.withSignOf(value, draft.number(1)), value),
      ),
    reciprocal: (x, f) => div(draftOf(f).number(1), x),
    square: (x, f) => once(x, f, (_, value) => mul(value, value)),
    sqrt,
    rsqrt: (x, f) => div(draftOf(f).number(1), sqrt(x)),
    floor,
    ceil,
    round: nearest,
    trunc,
    isNaN: (x, f) => once(x, f, (_, value) => ne(value, value)),
    isFinite: (x, f) => lt(abs(x), draftOf(f).number(Infinity)),
    not: (x, f) => eq(x, draftOf(f).number(0)),
  };
}

export function elementaryBinary(format: FloatFormat): { readonly [Name in ElementaryBinary]: BinaryMath } {
  const { add, div, eq, ge, gt, le, lt, max, min, mul, ne, sub } = format.number;
  const isTrue = (x: Code, f: FunctionBuilder): Code => ne(x, new Draft(f, format).number(0));
  return {
    add,
    subtract: sub,
    multiply: mul,
    divide: div,
    minimum: min,
    maximum: max,
    equal: eq,
    notEqual: ne,
    less: lt,
    lessEqual: le,
    greater: gt,
    greaterEqual: ge,
    and: (x, y, f) => v128.and(isTrue(x, f), isTrue(y, f)),
    or: (x, y, f) => v128.or(isTrue(x, f), isTrue(y, f)),
    xor: (x, y, f) => v128.xor(isTrue(x, f), isTrue(y, f)),
  };
}

/** √(x² + y²) on float64, as max · √(1 + (min / max)²): ∞ where one is, else NaN where one is. */
export function hypot(xArgument: Code, yArgument: Code, f: FunctionBuilder): Code {
  const { abs, div, eq, max, min, mul, sqrt } = f64Format.number;
  const draft = new Draft(f, f64Format);
  const x = draft.set(abs(xArgument));
  const y = draft.set(abs(yArgument));
  const larger = draft.set(max(x, y));
  const ratio = draft.set(div(min(x, y), larger));
  const length = mul(larger, sqrt(draft.madd(ratio, ratio, draft.number(1))));
  const infinity = draft.number(Infinity);
  const isInfinite = v128.or(eq(x, infinity), eq(y, infinity));
  const finite = draft.select(eq(larger, draft.number(0)), larger, length);
  return draft.result(draft.select(isInfinite, infinity, finite));
}

/** The same for operands that are float32: their squares neither overflow nor vanish in float64. */
export function hypotOfFloat32(xArgument: Code, yArgument: Code, f: FunctionBuilder): Code {
  const { abs, add, eq, mul, sqrt } = f64Format.number;
  const draft = new Draft(f, f64Format);
  const x = draft.set(abs(xArgument));
  const y = draft.set(abs(yArgument));
  const infinity = draft.number(Infinity);
  const isInfinite = v128.or(eq(x, infinity), eq(y, infinity));
  return draft.result(draft.select(isInfinite, infinity, sqrt(add(mul(x, x), mul(y, y)))));
}
