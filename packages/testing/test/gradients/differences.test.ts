import { describe, expect, it } from 'vitest';
import {
  type Curve,
  type CurveSettings,
  type Estimate,
  estimates,
  firstStep,
  float32Epsilon,
  float64Epsilon,
  kink,
} from '../../src/gradients/differences.js';

const curveOf =
  (...functions: ((t: number) => number)[]): Curve =>
  (steps) =>
    steps.map((step) => Float64Array.from(functions, (f) => f(step)));

function settingsAt(x: number, weights: readonly number[] = [1]): CurveSettings {
  const magnitude = Math.abs(x);
  return {
    weights: Float64Array.from(weights),
    magnitude,
    step: firstStep(magnitude, float64Epsilon),
    epsilon: float64Epsilon,
  };
}

/** The estimate with the smallest error. */
function derivative(f: (x: number) => number, x: number): Estimate {
  const all = [
    ...estimates(
      curveOf((t) => f(x + t)),
      settingsAt(x),
    ),
  ];
  return all.at(-1) as Estimate;
}

describe('estimates', () => {
  const cases: [string, (x: number) => number, number, number][] = [
    ['exp at 1', Math.exp, 1, Math.E],
    ['sin at 1000', Math.sin, 1000, Math.cos(1000)],
    ['log at 1e-6', Math.log, 1e-6, 1e6],
    ['x^-5 at 0.01', (x) => x ** -5, 0.01, -5e12],
    ['tan near its pole', Math.tan, 1.57, 1 + Math.tan(1.57) ** 2],
    ['exp(300 x) at 2', (x) => Math.exp(300 * x), 2, 300 * Math.exp(600)],
    ['relu close to its kink', (x) => Math.max(x, 0), 1e-5, 1],
    ['a constant', () => 7, 3, 0],
    ['x at 1e12', (x) => 3 * x, 1e12, 3],
  ];

  it.each(cases)('%s', (_, f, x, expected) => {
    const { value, error } = derivative(f, x);
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-7 * Math.abs(expected) + 1e-9);
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(4 * error);
  });

  it('say how uncertain they are', () => {
    expect(derivative(Math.exp, 1).error).toBeLessThan(1e-9);
    // A function in float32 cannot be known as well.
    const rough = { ...settingsAt(1), epsilon: float32Epsilon, step: firstStep(1, float32Epsilon) };
    const [first] = estimates(
      curveOf((t) => Math.fround(Math.sin(1 + t))),
      rough,
    );
    expect(first?.error).toBeGreaterThan(1e-6);
    expect(Math.abs((first?.value as number) - Math.cos(1))).toBeLessThan(first?.error as number);
  });

  it('need few values of a smooth function', () => {
    let values = 0;
    const curve = curveOf((t) => Math.exp(1 + t));
    const [first] = estimates((steps) => {
      values += steps.length;
      return curve(steps);
    }, settingsAt(1));
    expect(first?.value).toBeCloseTo(Math.E, 9);
    expect(values).toBe(4);
  });

  it('weigh the values of a vector function, and let infinities that stay drop out', () => {
    const curve = curveOf(
      (t) => 2 * t,
      (t) => 3 * t,
      () => Number.NEGATIVE_INFINITY,
    );
    const [first] = estimates(curve, settingsAt(0, [1, -10, 5]));
    expect(first?.value).toBeCloseTo(-28, 9);
  });

  it('are none where the function has no values', () => {
    expect([
      ...estimates(
        curveOf(() => Number.NaN),
        settingsAt(1),
      ),
    ]).toEqual([]);
  });
});

describe('kink', () => {
  it('finds different slopes on both sides', () => {
    expect(kink(curveOf(Math.abs), settingsAt(0))).toMatchObject({ left: -1, right: 1, low: -1, high: 1 });
  });

  it('adds up the range of each value', () => {
    const curve = curveOf(Math.abs, (t) => -Math.abs(t) + t);
    const found = kink(curve, settingsAt(0, [1, 1]));
    // The slopes cancel in the sum, but each value's subgradient may be chosen for itself: [−1, 1] + [0, 2].
    expect(found).toBeUndefined();
    expect(kink(curve, settingsAt(0, [2, 1]))).toMatchObject({ low: -2, high: 4 });
  });

  it.each<[string, (t: number) => number, number]>([
    ['a parabola', (t) => t * t, 0],
    ['a steep exponential', (t) => Math.exp(30 * t), 1],
    ['a line through large values', (t) => 1e6 + t, 1],
    ['a constant', () => 3, 5],
  ])('sees none in %s', (_, f, x) => {
    expect(
      kink(
        curveOf((t) => f(x + t)),
        settingsAt(x),
      ),
    ).toBeUndefined();
  });
});
