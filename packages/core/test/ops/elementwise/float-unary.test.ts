import {
  type AnyTensor,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cos,
  cosh,
  erf,
  erfc,
  exp2,
  expm1,
  log,
  log1p,
  log2,
  log10,
  reciprocal,
  rsqrt,
  sigmoid,
  sin,
  sinh,
  softplus,
  sqrt,
  type TensorOps,
  tan,
  tanh,
} from '@adjoint/core';
import { checkGradients } from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bool, elements, float64, int32, slope, vectorWithin } from './helpers.js';

interface SmoothUnary {
  readonly name: keyof TensorOps & string;
  readonly f: (x: AnyTensor) => AnyTensor;
  /** Where it is smooth and well-conditioned. */
  readonly domain: readonly [number, number];
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
  /** Arguments at the edge with the values that IEEE 754 or the limit asks for. */
  readonly edges: readonly (readonly [x: number, value: number])[];
}

const { E, LN2, LN10, PI } = Math;
const logistic = (x: number): number => 1 / (1 + E ** -x);
const gauss = (x: number): number => (2 / Math.sqrt(PI)) * Math.exp(-x * x);

const ops: readonly SmoothUnary[] = [
  {
    name: 'sqrt',
    f: sqrt,
    domain: [0.1, 9],
    value: Math.sqrt,
    derivative: (x) => 0.5 * x ** -0.5,
    edges: [
      [0, 0],
      [-0, -0],
      [Infinity, Infinity],
      [-1, NaN],
      [NaN, NaN],
    ],
  },
  {
    name: 'rsqrt',
    f: rsqrt,
    domain: [0.2, 9],
    value: (x) => x ** -0.5,
    derivative: (x) => -0.5 * x ** -1.5,
    edges: [
      [0, Infinity],
      [Infinity, 0],
      [-1, NaN],
      [NaN, NaN],
    ],
  },
  {
    name: 'reciprocal',
    f: reciprocal,
    domain: [0.3, 9],
    value: (x) => 1 / x,
    derivative: (x) => -1 / x ** 2,
    edges: [
      [0, Infinity],
      [-0, -Infinity],
      [-Infinity, -0],
      [NaN, NaN],
    ],
  },
  {
    name: 'exp2',
    f: exp2,
    domain: [-3, 3],
    value: (x) => 2 ** x,
    derivative: (x) => LN2 * 2 ** x,
    edges: [
      [10, 1024],
      [-Infinity, 0],
      [2000, Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'expm1',
    f: expm1,
    domain: [-3, 3],
    value: Math.expm1,
    derivative: Math.exp,
    edges: [
      [1e-20, 1e-20],
      [-0, -0],
      [-Infinity, -1],
      [1000, Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'log',
    f: log,
    domain: [0.2, 9],
    value: Math.log,
    derivative: (x) => 1 / x,
    edges: [
      [1, 0],
      [0, -Infinity],
      [Infinity, Infinity],
      [-1, NaN],
      [NaN, NaN],
    ],
  },
  {
    name: 'log2',
    f: log2,
    domain: [0.2, 9],
    value: Math.log2,
    derivative: (x) => 1 / (x * LN2),
    edges: [
      [8, 3],
      [0, -Infinity],
      [-1, NaN],
    ],
  },
  {
    name: 'log10',
    f: log10,
    domain: [0.2, 9],
    value: Math.log10,
    derivative: (x) => 1 / (x * LN10),
    edges: [
      [1000, 3],
      [0, -Infinity],
      [-1, NaN],
    ],
  },
  {
    name: 'log1p',
    f: log1p,
    domain: [-0.7, 5],
    value: Math.log1p,
    derivative: (x) => 1 / (1 + x),
    edges: [
      [1e-20, 1e-20],
      [-1, -Infinity],
      [-2, NaN],
      [NaN, NaN],
    ],
  },
  {
    name: 'sin',
    f: sin,
    domain: [-7, 7],
    value: Math.sin,
    derivative: Math.cos,
    edges: [
      [0, 0],
      [Infinity, NaN],
      [NaN, NaN],
    ],
  },
  {
    name: 'cos',
    f: cos,
    domain: [-7, 7],
    value: Math.cos,
    derivative: (x) => -Math.sin(x),
    edges: [
      [0, 1],
      [-Infinity, NaN],
      [NaN, NaN],
    ],
  },
  {
    name: 'tan',
    f: tan,
    domain: [-1.2, 1.2],
    value: Math.tan,
    derivative: (x) => 1 / Math.cos(x) ** 2,
    edges: [
      [0, 0],
      [Infinity, NaN],
    ],
  },
  {
    name: 'asin',
    f: asin,
    domain: [-0.8, 0.8],
    value: Math.asin,
    derivative: (x) => 1 / Math.sqrt(1 - x * x),
    edges: [
      [1, PI / 2],
      [-1, -PI / 2],
      [1.1, NaN],
    ],
  },
  {
    name: 'acos',
    f: acos,
    domain: [-0.8, 0.8],
    value: Math.acos,
    derivative: (x) => -1 / Math.sqrt(1 - x * x),
    edges: [
      [1, 0],
      [-1, PI],
      [-1.1, NaN],
    ],
  },
  {
    name: 'atan',
    f: atan,
    domain: [-5, 5],
    value: Math.atan,
    derivative: (x) => 1 / (1 + x * x),
    edges: [
      [Infinity, PI / 2],
      [-Infinity, -PI / 2],
      [NaN, NaN],
    ],
  },
  {
    name: 'sinh',
    f: sinh,
    domain: [-3, 3],
    value: Math.sinh,
    derivative: Math.cosh,
    edges: [
      [-Infinity, -Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'cosh',
    f: cosh,
    domain: [-3, 3],
    value: Math.cosh,
    derivative: Math.sinh,
    edges: [
      [-Infinity, Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'tanh',
    f: tanh,
    domain: [-3, 3],
    value: Math.tanh,
    derivative: (x) => 1 / Math.cosh(x) ** 2,
    edges: [
      [Infinity, 1],
      [-Infinity, -1],
      [NaN, NaN],
    ],
  },
  {
    name: 'asinh',
    f: asinh,
    domain: [-5, 5],
    value: Math.asinh,
    derivative: (x) => 1 / Math.sqrt(x * x + 1),
    edges: [
      [-Infinity, -Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'acosh',
    f: acosh,
    domain: [1.3, 6],
    value: Math.acosh,
    derivative: (x) => 1 / Math.sqrt(x * x - 1),
    edges: [
      [1, 0],
      [0.5, NaN],
      [Infinity, Infinity],
    ],
  },
  {
    name: 'atanh',
    f: atanh,
    domain: [-0.8, 0.8],
    value: Math.atanh,
    derivative: (x) => 1 / (1 - x * x),
    edges: [
      [1, Infinity],
      [-1, -Infinity],
      [1.1, NaN],
    ],
  },
  {
    name: 'sigmoid',
    f: sigmoid,
    domain: [-6, 6],
    value: logistic,
    derivative: (x) => logistic(x) * (1 - logistic(x)),
    edges: [
      [0, 0.5],
      [1000, 1],
      [-1000, 0],
      [-Infinity, 0],
      [NaN, NaN],
    ],
  },
  {
    name: 'softplus',
    f: softplus,
    domain: [-6, 6],
    value: (x) => Math.log(1 + E ** x),
    derivative: logistic,
    edges: [
      [0, LN2],
      [1000, 1000],
      [-40, Math.exp(-40)],
      [-Infinity, 0],
      [Infinity, Infinity],
      [NaN, NaN],
    ],
  },
  {
    name: 'erf',
    f: erf,
    domain: [-2, 2],
    value: erfSeries,
    derivative: gauss,
    edges: [
      [Infinity, 1],
      [-Infinity, -1],
      [NaN, NaN],
    ],
  },
  {
    name: 'erfc',
    f: erfc,
    domain: [-2, 2],
    value: (x) => 1 - erfSeries(x),
    derivative: (x) => -gauss(x),
    edges: [
      [10, 2.088487583762545e-45],
      [Infinity, 0],
      [-Infinity, 2],
      [NaN, NaN],
    ],
  },
];

/** The Maclaurin series 2/√π Σ (−1)ⁿ x^(2n+1) / (n! (2n+1)). */
function erfSeries(x: number): number {
  let sum = 0;
  let term = x;
  for (let n = 0; n < 60; n++) {
    sum += term / (2 * n + 1);
    term *= (-x * x) / (n + 1);
  }
  return (2 / Math.sqrt(PI)) * sum;
}

describe.each(ops)('$name', ({ name, f, domain: [low, high], value, derivative, edges }) => {
  it('computes the function', () => {
    fc.assert(
      fc.property(vectorWithin(low, high), (x) => {
        const xs = elements(x);
        elements(f(x)).forEach((y, i) => {
          expect(y).toBeCloseTo(value(xs[i] as number), 12);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('has the values at the edge', () => {
    const values = elements(f(float64(edges.map(([x]) => x))));
    edges.forEach(([x, expected], i) => {
      const tolerance = Number.isFinite(expected) ? 4 * Number.EPSILON * Math.abs(expected) : 0;
      const y = values[i] as number;
      const fits = Object.is(y, expected) || Math.abs(y - expected) <= tolerance;
      expect(fits, `${name}(${x}) is ${y}, not ${expected}`).toBe(true);
    });
  });

  it('has the derivative of the textbook', () => {
    const xs = [low, 0.6 * low + 0.4 * high, high];
    slope(f, float64(xs)).forEach((each, i) => {
      expect(each).toBeCloseTo(derivative(xs[i] as number), 11);
    });
  });

  it('has first and second derivatives as finite differences have', () => {
    fc.assert(
      fc.property(vectorWithin(low, high), (x) => {
        checkGradients(f, [x], { order: 2 });
      }),
      { numRuns: 5 },
    );
  });

  it('keeps float dtypes and the shape, and takes integers and bools as float32', () => {
    const x = float64([1, 1, 1, 1, 1, 1], [2, 1, 3]);
    expect(f(x)).toMatchObject({ shape: [2, 1, 3], dtype: 'float64' });
    expect(f(x.cast('float32')).dtype).toBe('float32');
    const expected = elements(f(float64([1]).cast('float32')));
    for (const one of [int32(1), bool(true)]) {
      expect(f(one).dtype).toBe('float32');
      expect(elements(f(one))).toEqual(expected);
    }
  });

  it('is a method, too', () => {
    const x = float64([low, high]);
    const method = (x[name as 'exp'] as (this: AnyTensor) => AnyTensor).call(x);
    expect(elements(method)).toEqual(elements(f(x)));
  });

  it('asks for a tensor', () => {
    expect(() => f(2 as unknown as AnyTensor)).toThrow(`${name}: expected a tensor, got number; wrap it in tensor(…)`);
  });
});

describe('derivatives that a careless formula gets wrong', () => {
  it.each([
    ['sqrt', 0, Infinity],
    ['rsqrt', 0, -Infinity],
    ['log', 0, Infinity],
    ['asin', 1, Infinity],
    ['acos', -1, -Infinity],
    ['acosh', 1, Infinity],
    ['atanh', 1, Infinity],
    ['tanh', 1000, 0],
    ['sigmoid', -1000, 0],
    ['softplus', 1000, 1],
    ['softplus', -1000, 0],
    ['erf', 100, 0],
    ['atan', 1e200, 0],
  ] as const)('%s at %d: %d', (name, x, expected) => {
    expect(slope((each) => each[name](), float64([x]))).toEqual([expected]);
  });

  it('of expm1 does not cancel', () => {
    expect(slope((x) => x.expm1(), float64([-50]))[0]).toBeCloseTo(Math.exp(-50), 30);
  });

  it('of asinh and acosh do not overflow', () => {
    expect((slope((x) => x.asinh(), float64([1e200]))[0] as number) * 1e200).toBeCloseTo(1, 12);
    expect((slope((x) => x.acosh(), float64([1e200]))[0] as number) * 1e200).toBeCloseTo(1, 12);
  });

  it('of acosh is NaN where acosh is', () => {
    expect(slope((x) => x.acosh(), float64([-3]))).toEqual([NaN]);
  });
});
