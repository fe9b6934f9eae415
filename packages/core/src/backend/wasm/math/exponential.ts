import { type Code, type FunctionBuilder, v128 } from '../encoder/index.js';
import { Draft, type UnaryMath } from './draft.js';
import { type FloatFormat, f32Format, f64Format } from './format.js';

/*
 * The exponential and its kin. x = n · ln 2 + r with |r| ≤ ln 2 / 2, where n · ln 2 is subtracted in two parts, of which
 * the first is exact (W. J. Cody and W. Waite, "Software Manual for the Elementary Functions", 1980); then
 * eˣ = 2ⁿ · (1 + r + r² · P(r)).
 *
 * The polynomials are minimax fits of our own: Remez exchange in 40 digits on the interval, weighted for the relative
 * error of the function, coefficients rounded to the format.
 */

interface Parameters {
  /** ln 2 in two parts; products of the first with exponents are exact. */
  readonly ln2High: number;
  readonly ln2Low: number;
  /** (eʳ − 1 − r) / r² on |r| ≤ ln 2 / 2. */
  readonly remainder: readonly number[];
  /** (2 artanh(s) / s − 2) / s² in s², on 0 ≤ s ≤ 1/3. */
  readonly artanh: readonly number[];
  /** The greatest x with a finite eˣ, and the least with a normal one. */
  readonly greatest: number;
  readonly least: number;
  /** The least x with a normal 2ˣ, and the first without a finite one. */
  readonly leastExponent: number;
  readonly overflowExponent: number;
  /** From here on eˣ − 1 is −1, and tanh x is 1. */
  readonly minusOneBelow: number;
  readonly tanhOneAbove: number;
}

const float32: Parameters = {
  ln2High: 0.693145751953125,
  ln2Low: 1.4286068203094173e-6,
  // Relative error of eʳ − 1: 1.7e-8.
  remainder: [0.4999999701976776, 0.16666541993618011, 0.04166720435023308, 0.00836664717644453, 0.0013882503844797611],
  // 1.2e-10.
  artanh: [0.6666667461395264, 0.3999894857406616, 0.2861521244049072, 0.21443884074687958, 0.2424527108669281],
  greatest: 88.72283172607422,
  least: -87.33654022216797,
  leastExponent: -126,
  overflowExponent: 128,
  minusOneBelow: -18,
  tanhOneAbove: 9.5,
};

const float64: Parameters = {
  ln2High: 0.6931471803691238,
  ln2Low: 1.9082149292705877e-10,
  // 2.9e-17.
  remainder: [
    0.5000000000000006, 0.16666666666666588, 0.04166666666657539, 0.00833333333339041, 0.0013888888932051602,
    0.00019841269717603841, 2.4801504650581284e-5, 2.755740822389976e-6, 2.7626298702810513e-7, 2.5053777212969066e-8,
  ],
  // 1.1e-20.
  artanh: [
    0.6666666666666666, 0.4000000000000198, 0.28571428571060425, 0.22222222256461013, 0.18181816325370392,
    0.15384679000806686, 0.13331894419690174, 0.11786598197262121, 0.10302758657564115, 0.11015454237443849,
    0.02614506470905285, 0.20862299684433314,
  ],
  greatest: 709.782712893384,
  least: -708.3964185322641,
  leastExponent: -1022,
  overflowExponent: 1024,
  minusOneBelow: -40,
  tanhOneAbove: 20,
};

export interface Exponentials {
  readonly exp: UnaryMath;
  readonly exp2: UnaryMath;
  readonly expm1: UnaryMath;
  readonly tanh: UnaryMath;
  readonly sigmoid: UnaryMath;
  readonly softplus: UnaryMath;
  /** eˣ where it is a normal number; not for NaN. */
  readonly expOfModerate: UnaryMath;
}

export const f32Exponentials: Exponentials = exponentials(f32Format, float32);
export const f64Exponentials: Exponentials = exponentials(f64Format, float64);

function exponentials(format: FloatFormat, parameters: Parameters): Exponentials {
  const { add, sub, mul, div, abs, neg, le, lt, pmin, pmax } = format.number;
  const { integer, mantissaBits, roundingShift } = format;

  /** The rest r, and n in the lowest bits of `shifted`. */
  function reduce(draft: Draft, x: Code): { r: Code; shifted: Code } {
    const shift = draft.number(roundingShift);
    const shifted = draft.set(draft.madd(x, draft.number(Math.LOG2E), shift));
    const n = draft.set(sub(shifted, shift));
    const first = draft.nmadd(n, draft.number(parameters.ln2High), x);
    return { r: draft.set(draft.nmadd(n, draft.number(parameters.ln2Low), first)), shifted };
  }

  /** eʳ. */
  function power(draft: Draft, r: Code): Code {
    return draft.polynomial(r, [1, 1, ...parameters.remainder]);
  }

  /** eʳ − 1. */
  function minusOne(draft: Draft, r: Code): Code {
    return draft.madd(mul(r, r), draft.polynomial(r, parameters.remainder), r);
  }

  /** x · 2ⁿ by adding to the exponent: for x and a result that are normal, or n = 0. */
  function scale(draft: Draft, x: Code, shifted: Code): Code {
    return integer.add(x, draft.shiftLeft(shifted, mantissaBits));
  }

  /** Puts ∞ above, 0 below, and NaN where x is NaN: there x + ∞ is what is wanted. */
  function limit(draft: Draft, x: Code, inRange: Code, value: Code, tooSmall: Code): Code {
    return v128.andnot(draft.select(inRange, value, add(x, draft.number(Infinity))), tooSmall);
  }

  function expOfModerate(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const { r, shifted } = reduce(draft, draft.set(argument));
    return draft.result(scale(draft, power(draft, r), shifted));
  }

  function exp(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const x = draft.set(argument);
    const inRange = le(x, draft.number(parameters.greatest));
    const tooSmall = lt(x, draft.number(parameters.least));
    return draft.result(limit(draft, x, inRange, expOfModerate(x, f), tooSmall));
  }

  function exp2(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const x = draft.set(argument);
    const shift = draft.number(roundingShift);
    const shifted = draft.set(add(x, shift));
    const r = draft.set(mul(sub(x, sub(shifted, shift)), draft.number(Math.LN2)));
    const value = scale(draft, power(draft, r), shifted);
    const inRange = lt(x, draft.number(parameters.overflowExponent));
    return draft.result(limit(draft, x, inRange, value, lt(x, draft.number(parameters.leastExponent))));
  }

  /** (eˣ − 1) / 2ⁿ = eʳ − 1 + (1 − 2⁻ⁿ): for n = 0 it is eʳ − 1 itself, for other n nothing cancels. */
  function expm1OverPower(draft: Draft, r: Code, inversePower: Code): Code {
    return add(minusOne(draft, r), sub(draft.number(1), inversePower));
  }

  /** 2⁻ⁿ, by its bits. */
  function negativePower(draft: Draft, shifted: Code): Code {
    return integer.sub(draft.number(1), draft.shiftLeft(shifted, mantissaBits));
  }

  /** The power of 2 is multiplied here, as no limit follows that would restore NaN. */
  function expm1OfModerate(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const { r, shifted } = reduce(draft, draft.set(argument));
    const scaling = integer.add(draft.number(1), draft.shiftLeft(shifted, mantissaBits));
    return draft.result(mul(expm1OverPower(draft, r, negativePower(draft, shifted)), scaling));
  }

  function expm1(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const x = draft.set(argument);
    const { r, shifted } = reduce(draft, draft.set(pmax(x, draft.number(parameters.minusOneBelow))));
    // For the greatest n the bits of 2⁻ⁿ are those of a negative number: 0 is near enough.
    const inverse = pmax(negativePower(draft, shifted), draft.number(0));
    const value = scale(draft, expm1OverPower(draft, r, inverse), shifted);
    const limited = draft.select(le(x, draft.number(parameters.greatest)), value, add(x, draft.number(Infinity)));
    return draft.result(draft.withSignOf(x, limited));
  }

  /** With t = e^(2|x|) − 1: tanh |x| = t / (t + 2). It loses nothing near 0, nor where it nears 1. */
  function tanh(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const x = draft.set(argument);
    const magnitude = draft.set(pmin(abs(x), draft.number(parameters.tanhOneAbove)));
    const t = draft.set(expm1OfModerate(add(magnitude, magnitude), f));
    return draft.result(draft.withSignOf(x, div(t, add(t, draft.number(2)))));
  }

  /** 1 / (1 + e⁻ˣ): both tails are right, as e⁻ˣ is 0 or ∞ where the result is 1 or 0. */
  function sigmoid(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const one = draft.number(1);
    return draft.result(div(one, add(one, exp(neg(argument), f))));
  }

  /**
   * max(x, 0) + log(1 + e) with e = exp(−|x|), so that nothing overflows. As in `logarithm.ts`, log(1 + e) =
   * e − e²/2 + s · (e²/2 + s² · P(s²)) with s = e / (2 + e), here at most 1/3.
   */
  function softplus(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const x = draft.set(argument);
    const e = draft.set(exp(neg(abs(x)), f));
    const s = draft.set(div(e, add(e, draft.number(2))));
    const z = draft.set(mul(s, s));
    // The leading term e is exact here, so only its own error counts.
    const half = draft.set(mul(mul(e, e), draft.number(0.5)));
    const log = sub(e, sub(half, mul(s, draft.madd(z, draft.polynomial(z, parameters.artanh), half))));
    return draft.result(add(pmax(x, draft.number(0)), log));
  }

  return { exp, exp2, expm1, tanh, sigmoid, softplus, expOfModerate };
}
