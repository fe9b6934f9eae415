/**
 * Derivatives from function values: central differences, extrapolated to step zero.
 *
 * D(h) = (φ(h) − φ(−h)) / 2h has an error in even powers of h, so a few steps h, h/2, h/4 … extrapolate to h = 0
 * (Richardson; the tableau and its error estimate are Ridders', "Accurate computation of F′(x) and F′(x)F″(x)", 1982).
 */

/** The values of a vector function φ of one number at several steps from where it is differentiated. */
export type Curve = (steps: readonly number[]) => readonly Float64Array[];

/** An estimate of ⟨weights, φ′(0)⟩. */
export interface Estimate {
  readonly value: number;
  /** How far apart the last extrapolations lie: truncation and noise together. */
  readonly error: number;
  /** What the rounding of φ alone may contribute. */
  readonly rounding: number;
}

export interface CurveSettings {
  readonly weights: Float64Array;
  /** The first step; it is halved until the estimate is good enough. */
  readonly step: number;
  /** The magnitude of what the steps are added to. */
  readonly magnitude: number;
  /** The relative precision of φ's values. */
  readonly epsilon: number;
}

const maximalColumns = 4;
const maximalLevels = 40;

/** The machine epsilon of float64. */
export const float64Epsilon: number = Number.EPSILON;
/** The machine epsilon of float32. */
export const float32Epsilon: number = 2 ** -23;

/** The step that balances truncation and rounding after one extrapolation: ε^(1/5) · max(|x|, 1). */
export function firstStep(magnitude: number, epsilon: number): number {
  return epsilon ** 0.2 * Math.max(magnitude, 1);
}

/** Ever better estimates; it ends where rounding outweighs what a smaller step could gain. */
export function* estimates(curve: Curve, settings: CurveSettings): Generator<Estimate, void> {
  const { weights, step, magnitude, epsilon } = settings;
  let previous: number[] = [];
  let best: Estimate | undefined;
  for (let level = 0; level < maximalLevels; level += 2) {
    const steps = [step / 2 ** level, step / 2 ** (level + 1)];
    const values = curve(steps.flatMap((size) => [size, -size]));
    for (const [index, size] of steps.entries()) {
      const plus = values[2 * index] as Float64Array;
      const minus = values[2 * index + 1] as Float64Array;
      const row = [slope(plus, minus, weights, 2 * size)];
      const rounding =
        (epsilon * (weightedMagnitude(plus, minus, weights) + magnitude * Math.abs(row[0] as number))) / size;
      for (let column = 1; column <= Math.min(previous.length, maximalColumns); column++) {
        const coarse = previous[column - 1] as number;
        const fine = row[column - 1] as number;
        const value = fine + (fine - coarse) / (4 ** column - 1);
        row.push(value);
        const error = Math.max(Math.abs(value - fine), Math.abs(value - coarse)) + rounding;
        if (Number.isFinite(error) && (best === undefined || error < best.error)) best = { value, error, rounding };
      }
      previous = row;
      if (best !== undefined && rounding > best.error) {
        yield best;
        return;
      }
    }
    if (best !== undefined) yield best;
    if (step / 2 ** (level + 2) < 16 * epsilon * magnitude) return;
  }
}

/** ⟨weights, (plus − minus)⟩ / width. */
function slope(plus: Float64Array, minus: Float64Array, weights: Float64Array, width: number): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += (weights[index] as number) * difference(plus[index] as number, minus[index] as number);
  }
  return sum / width;
}

/** Like subtraction, but an infinity that stays (a masked logit) does not change. */
function difference(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Σ|weights|·max(|φ|, 1): functions of small values are taken to have been computed from values of order 1. */
function weightedMagnitude(plus: Float64Array, minus: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    const size = Math.max(Math.abs(plus[index] as number), Math.abs(minus[index] as number), 1);
    if (Number.isFinite(size)) sum += Math.abs(weights[index] as number) * size;
  }
  return sum;
}

/** The derivatives to the left and to the right, and the range that subgradients between them span. */
export interface OneSided {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** The one-sided derivatives where they differ however small the step, undefined where φ looks smooth. */
export function kink(curve: Curve, settings: CurveSettings): OneSided | undefined {
  const { weights, magnitude, epsilon } = settings;
  const coarse = epsilon ** 0.4 * Math.max(magnitude, 1);
  const fine = coarse / 16;
  const [at, ...around] = curve([0, coarse, -coarse, fine, -fine]) as [Float64Array, ...Float64Array[]];
  const [wide, narrow] = [coarse, fine].map((size, index) =>
    oneSided(at, around[2 * index] as Float64Array, around[2 * index + 1] as Float64Array, weights, size),
  ) as [OneSided, OneSided];
  const gap = narrow.right - narrow.left;
  const scale = Math.max(Math.abs(narrow.left), Math.abs(narrow.right));
  const stays = Math.abs(gap - (wide.right - wide.left)) < 0.1 * Math.abs(gap);
  const noise = (epsilon * weightedMagnitude(at, at, weights)) / fine;
  return stays && Math.abs(gap) > Math.max(1e-3 * scale, 10 * noise) ? narrow : undefined;
}

function oneSided(
  at: Float64Array,
  plus: Float64Array,
  minus: Float64Array,
  weights: Float64Array,
  size: number,
): OneSided {
  let left = 0;
  let right = 0;
  let low = 0;
  let high = 0;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index] as number;
    const leftTerm = (weight * difference(at[index] as number, minus[index] as number)) / size;
    const rightTerm = (weight * difference(plus[index] as number, at[index] as number)) / size;
    left += leftTerm;
    right += rightTerm;
    low += Math.min(leftTerm, rightTerm);
    high += Math.max(leftTerm, rightTerm);
  }
  return { left, right, low, high };
}
