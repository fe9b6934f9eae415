import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  erf,
  erfc,
  fmod,
  power,
  remainder,
  roundHalfToEven,
  sigmoid,
  softplus,
} from '../../src/backend/reference/special.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const moderate = fc.double({ min: -30, max: 30, noNaN: true });

function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}

/** x, erf(x), erfc(x): the Maclaurin series summed with 1,200 decimal digits, rounded to float64. */
const ERROR_FUNCTION: readonly (readonly [number, number, number])[] = [
  [1e-300, 1.1283791670955126e-300, 1],
  [1e-10, 1.1283791670955126e-10, 0.999999999887162],
  [0.1, 0.1124629160182849, 0.887537083981715],
  [0.25, 0.27632639016823696, 0.7236736098317631],
  [0.46875, 0.49261347321793797, 0.507386526782062],
  [0.5, 0.5204998778130465, 0.4795001221869535],
  [0.75, 0.7111556336535151, 0.28884436634648486],
  [1, 0.8427007929497149, 0.15729920705028513],
  [1.5, 0.9661051464753108, 0.033894853524689274],
  [2, 0.9953222650189527, 0.004677734981047266],
  [2.5, 0.999593047982555, 0.0004069520174449589],
  [3, 0.9999779095030014, 2.209049699858544e-5],
  [3.9, 0.9999999652077514, 3.4792248597231765e-8],
  [4, 0.9999999845827421, 1.541725790028002e-8],
  [4.5, 0.9999999998033839, 1.9661604415428876e-10],
  [5, 0.9999999999984626, 1.537459794428035e-12],
  [5.9, 0.9999999999999999, 7.190409783550478e-17],
  [6, 1, 2.1519736712498913e-17],
  [8, 1, 1.1224297172982926e-29],
  [10, 1, 2.088487583762545e-45],
  [15, 1, 7.212994172451207e-100],
  [20, 1, 5.395865611607901e-176],
  [25, 1, 8.300172571196523e-274],
  [26, 1, 5.663192408856143e-296],
  [26.5, 1, 2.2109076642637343e-307],
];

describe('erf and erfc', () => {
  it.each(ERROR_FUNCTION)('at ±%d', (x, expectedErf, expectedErfc) => {
    expect(relativeError(erf(x), expectedErf)).toBeLessThan(1e-15);
    expect(relativeError(erf(-x), -expectedErf)).toBeLessThan(1e-15);
    expect(relativeError(erfc(x), expectedErfc)).toBeLessThan(4e-15);
    expect(relativeError(erfc(-x), 1 + expectedErf)).toBeLessThan(1e-15);
  });

  it('erfc fades through the subnormal numbers to zero', () => {
    expect(erfc(27)).toBeGreaterThan(5.236e-319);
    expect(erfc(27)).toBeLessThan(5.238e-319);
    expect(erfc(27.3)).toBe(0);
    expect(erfc(28.1)).toBe(0);
    expect(erfc(1e300)).toBe(0);
  });

  it('take the limits and pass NaN through', () => {
    expect(erf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(erf(Number.NEGATIVE_INFINITY)).toBe(-1);
    expect(erfc(Number.POSITIVE_INFINITY)).toBe(0);
    expect(erfc(Number.NEGATIVE_INFINITY)).toBe(2);
    expect(erf(Number.NaN)).toBeNaN();
    expect(erfc(Number.NaN)).toBeNaN();
    expect(erf(-0)).toBe(-0);
    expect(erf(Number.MIN_VALUE)).toBe(Number.MIN_VALUE);
  });

  it('erf is odd', () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(erf(-x)).toBe(-erf(x));
      }),
    );
  });

  it('add up to 1', () => {
    fc.assert(
      fc.property(moderate, (x) => {
        expect(Math.abs(erf(x) + erfc(x) - 1)).toBeLessThan(4e-16);
      }),
    );
  });

  it('are monotone, across the joints of the approximations too', () => {
    const centres = [...Array.from({ length: 120 }, (_, i) => (i - 60) / 10), 0.46875, -0.46875, 4, -4];
    for (const centre of centres) {
      // Steps too short for monotonicity to drown in the last bit.
      for (const step of [1e-3, 1e-6, 1e-9]) {
        expect(erf(centre + step)).toBeGreaterThanOrEqual(erf(centre) - 2e-16);
        expect(erfc(centre + step)).toBeLessThanOrEqual(erfc(centre) * (1 + 1e-15));
      }
    }
  });

  it('erf has the derivative 2/√π exp(−x²)', () => {
    fc.assert(
      fc.property(fc.double({ min: -4, max: 4, noNaN: true }), (x) => {
        const step = 1e-5;
        const slope = (erf(x + step) - erf(x - step)) / (2 * step);
        expect(Math.abs(slope - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x))).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('sigmoid', () => {
  it('equals 1 / (1 + exp(−x)), and adds up to 1 with its mirror image', () => {
    expect(sigmoid(0)).toBe(0.5);
    fc.assert(
      fc.property(moderate, (x) => {
        expect(relativeError(sigmoid(x), 1 / (1 + Math.exp(-x)))).toBeLessThan(1e-15);
        expect(Math.abs(sigmoid(x) + sigmoid(-x) - 1)).toBeLessThan(3e-16);
      }),
    );
  });

  it('keeps its tails', () => {
    expect(sigmoid(-700)).toBe(Math.exp(-700));
    expect(sigmoid(-745)).toBe(Number.MIN_VALUE);
    expect(sigmoid(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(sigmoid(Number.POSITIVE_INFINITY)).toBe(1);
    expect(sigmoid(1e308)).toBe(1);
    expect(sigmoid(Number.NaN)).toBeNaN();
  });
});

describe('softplus', () => {
  it('equals log(1 + exp(x)) where that is accurate', () => {
    expect(softplus(0)).toBe(Math.LN2);
    fc.assert(
      fc.property(moderate, (x) => {
        expect(Math.abs(softplus(x) - Math.log(1 + Math.exp(x)))).toBeLessThan(1e-14);
        // log σ(x) = −softplus(−x), and softplus(x) − softplus(−x) = x.
        expect(Math.abs(softplus(x) - softplus(-x) - x)).toBeLessThan(1e-14);
      }),
    );
  });

  it('neither overflows nor cancels', () => {
    expect(softplus(1000)).toBe(1000);
    expect(softplus(-700)).toBe(Math.exp(-700));
    expect(relativeError(softplus(-40), Math.exp(-40))).toBeLessThan(1e-15);
    expect(softplus(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(softplus(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(softplus(Number.NaN)).toBeNaN();
  });
});

describe('roundHalfToEven', () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [3.5, 4],
    [-0.5, -0],
    [-1.5, -2],
    [-2.5, -2],
    [-3.5, -4],
    [0.49999999999999994, 0],
    [-0.2, -0],
    [2.4999999, 2],
    [-2.6, -3],
    [4503599627370495.5, 4503599627370496],
    [4503599627370494.5, 4503599627370494],
    [9007199254740991, 9007199254740991],
    [1e300, 1e300],
    [-0, -0],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [Number.NaN, Number.NaN],
  ])('takes %d to %d', (x, expected) => {
    expect(roundHalfToEven(x)).toBe(expected);
  });

  it('is odd, whole and within a half', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          finite,
          fc.integer({ min: -1000, max: 1000 }).map((n) => n / 2),
        ),
        (x) => {
          const rounded = roundHalfToEven(x);
          expect(roundHalfToEven(-x)).toBe(-rounded);
          expect(Number.isInteger(rounded)).toBe(true);
          expect(Math.abs(x - rounded)).toBeLessThanOrEqual(0.5);
          if (Math.abs(x - rounded) === 0.5) expect(rounded % 2 === 0).toBe(true);
        },
      ),
    );
  });
});

describe('fmod and remainder', () => {
  // The expected values are those of C's fmod and of Python's % on floats.
  it.each([
    [7, 3, 1, 1],
    [-7, 3, -1, 2],
    [7, -3, 1, -2],
    [-7, -3, -1, -1],
    [5.5, 2, 1.5, 1.5],
    [-5.5, 2, -1.5, 0.5],
    [6, 3, 0, 0],
    [-6, 3, -0, 0],
    [6, -3, 0, -0],
    [3, Number.POSITIVE_INFINITY, 3, 3],
    [-3, Number.POSITIVE_INFINITY, -3, Number.POSITIVE_INFINITY],
    [1, 0, Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, 2, Number.NaN, Number.NaN],
    [Number.NaN, 2, Number.NaN, Number.NaN],
  ])('of %d by %d', (x, y, expectedFmod, expectedRemainder) => {
    expect(fmod(x, y)).toBe(expectedFmod);
    expect(remainder(x, y)).toBe(expectedRemainder);
  });

  it('lie on the side of the dividend and of the divisor, and differ by a multiple of it', () => {
    const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(
        whole,
        whole.filter((y) => y !== 0),
        (x, y) => {
          expect(fmod(x, y) * x >= 0 && Math.abs(fmod(x, y)) < Math.abs(y)).toBe(true);
          expect(remainder(x, y) * y >= 0 && Math.abs(remainder(x, y)) < Math.abs(y)).toBe(true);
          expect(Math.abs((x - fmod(x, y)) % y)).toBe(0);
          expect(x - remainder(x, y)).toBe(y * Math.floor(x / y) + 0);
        },
      ),
    );
  });
});

describe('power', () => {
  it('is that of IEEE 754 where the operator ** gives NaN', () => {
    expect(power(1, Number.NaN)).toBe(1);
    expect(power(1, Number.POSITIVE_INFINITY)).toBe(1);
    expect(power(1, Number.NEGATIVE_INFINITY)).toBe(1);
    expect(power(-1, Number.POSITIVE_INFINITY)).toBe(1);
    expect(power(-1, Number.NEGATIVE_INFINITY)).toBe(1);
  });

  it('agrees with ** elsewhere', () => {
    expect(power(Number.NaN, 0)).toBe(1);
    expect(power(0, 0)).toBe(1);
    expect(power(-1, Number.NaN)).toBeNaN();
    expect(power(-8, 1 / 3)).toBeNaN();
    expect(power(-0, -1)).toBe(Number.NEGATIVE_INFINITY);
    fc.assert(
      fc.property(finite, moderate, (x, y) => {
        expect(power(x, y)).toBe(x ** y);
      }),
    );
  });
});
