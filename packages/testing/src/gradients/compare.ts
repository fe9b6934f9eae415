import { type AnyTensor, type DType, type Shape, sizeOf } from '@adjoint/core';
import { randomWeights, seededNumbers } from '../seeded-numbers.js';
import { elementIndex } from '../show.js';
import {
  type Curve,
  type CurveSettings,
  type Estimate,
  estimates,
  firstStep,
  kink,
  type OneSided,
} from './differences.js';
import { cotangentsLike, type FunctionAtPoint, gradients, precision, read, withInput } from './function-at-point.js';

export interface CompareSettings {
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly seed: number;
  readonly maximalElements: number;
  readonly atKinks: 'reject' | 'subgradient';
}

/** One directional derivative on which the vjp and the differences disagree. */
export interface WrongElement {
  /** Row-major index into the input; undefined for a random direction over all of it. */
  readonly element: number | undefined;
  readonly analytic: number;
  /** Undefined where differences have no finite value. */
  readonly numeric: number | undefined;
  readonly tolerance: number;
  /** How uncertain the differences are. */
  readonly uncertainty: number;
  readonly kink: OneSided | undefined;
}

/** What is wrong with a function's gradient, or its value; about the first input or result where something is. */
export type Finding =
  | {
      readonly kind: 'value';
      readonly input: number;
      readonly wrong: readonly [WrongElement, ...WrongElement[]];
      readonly checked: number;
    }
  | { readonly kind: 'type'; readonly input: number; readonly shape: Shape; readonly dtype: DType }
  | { readonly kind: 'undefined'; readonly result: number; readonly element: readonly number[] }
  | { readonly kind: 'threw'; readonly error: unknown };

/** What a comparison has seen. */
export interface Comparison {
  readonly finding: Finding | undefined;
  readonly elements: number;
  /** The fixed cotangents on which the results were projected. */
  readonly cotangents: readonly AnyTensor[];
}

/** Compares the reverse-mode gradient of ⟨projection, f⟩ with differences, element by element. */
export function compare(point: FunctionAtPoint, settings: CompareSettings): Comparison {
  const next = seededNumbers(settings.seed);
  const results = point.f(...point.inputs);
  const weights = randomWeights(
    results.reduce((total, each) => total + sizeOf(each.shape), 0),
    next,
  );
  const cotangents = cotangentsLike(results, weights);
  const differentiated: Differentiated = { point, weights, epsilon: precision(point), settings };
  const nothing = undefinedElement(results);
  if (nothing !== undefined) return { finding: nothing, elements: 0, cotangents };
  let reverse: AnyTensor[];
  let values: Float64Array[];
  try {
    reverse = gradients(point, cotangents);
    const mistyped = point.differentiated.findIndex((index, position) => !fits(reverse[position], point.inputs[index]));
    if (mistyped >= 0) {
      const { shape, dtype } = reverse[mistyped] as AnyTensor;
      const input = point.differentiated[mistyped] as number;
      return { finding: { kind: 'type', input, shape, dtype }, elements: 0, cotangents };
    }
    values = read(reverse.map((gradient) => [gradient]));
  } catch (error) {
    return { finding: { kind: 'threw', error }, elements: 0, cotangents };
  }
  let elements = 0;
  for (const [position, input] of point.differentiated.entries()) {
    const gradient = values[position] as Float64Array;
    const wrong: WrongElement[] = [];
    const probes = probesOf(gradient.length, settings.maximalElements, next);
    for (const probe of probes) {
      const found = compareAlong(differentiated, input, probe, gradient);
      if (found !== undefined) wrong.push(found);
    }
    elements += probes.length;
    const [first, ...others] = wrong;
    if (first !== undefined) {
      return {
        finding: { kind: 'value', input, wrong: [first, ...others], checked: probes.length },
        elements,
        cotangents,
      };
    }
  }
  return { finding: undefined, elements, cotangents };
}

/** Where the function itself is NaN, so that it has no differences. */
function undefinedElement(results: readonly AnyTensor[]): Finding | undefined {
  const values = read(results.map((result) => [result]));
  for (const [result, data] of values.entries()) {
    const at = data.findIndex(Number.isNaN);
    if (at >= 0) return { kind: 'undefined', result, element: elementIndex(at, (results[result] as AnyTensor).shape) };
  }
  return undefined;
}

function fits(gradient: AnyTensor | undefined, input: AnyTensor | undefined): boolean {
  return (
    gradient !== undefined &&
    input !== undefined &&
    gradient.dtype === input.dtype &&
    gradient.shape.length === input.shape.length &&
    gradient.shape.every((size, axis) => size === input.shape[axis])
  );
}

/** A direction in an input: one element, or all of them with these weights. */
interface Probe {
  readonly element: number | undefined;
  readonly direction: Float64Array | undefined;
}

/** Every element, or where there are too many a sample of them and one direction through all. */
function probesOf(size: number, limit: number, next: () => number): Probe[] {
  const order = Array.from({ length: size }, (_, index) => index);
  if (size <= limit) return order.map((element) => ({ element, direction: undefined }));
  for (let index = 0; index < limit; index++) {
    const other = index + Math.floor(next() * (size - index));
    [order[index], order[other]] = [order[other] as number, order[index] as number];
  }
  const sample = order.slice(0, limit).sort((a, b) => a - b);
  return [
    ...sample.map((element) => ({ element, direction: undefined })),
    { element: undefined, direction: randomWeights(size, next) },
  ];
}

interface Differentiated {
  readonly point: FunctionAtPoint;
  readonly weights: Float64Array;
  readonly epsilon: number;
  readonly settings: CompareSettings;
}

function compareAlong(
  { point, weights, epsilon, settings }: Differentiated,
  input: number,
  probe: Probe,
  gradient: Float64Array,
): WrongElement | undefined {
  const at = (point.inputs[input] as AnyTensor).dataSync() as Float64Array;
  const { element, direction } = probe;
  const analytic =
    element === undefined
      ? gradient.reduce((sum, each, index) => sum + each * (direction?.[index] as number), 0)
      : (gradient[element] as number);
  const magnitude = element === undefined ? largest(at) : Math.abs(at[element] as number);
  const curve: Curve = (steps) => read(steps.map((step) => withInput(point, input, moved(at, probe, step))));
  const curveSettings: CurveSettings = { weights, step: firstStep(magnitude, epsilon), magnitude, epsilon };

  let last: Estimate | undefined;
  for (const estimate of estimates(curve, curveSettings)) {
    if (agrees(analytic, estimate, settings)) return undefined;
    last = estimate;
  }
  const corner = Number.isFinite(analytic) ? kink(curve, curveSettings) : undefined;
  const tolerance = last === undefined ? settings.absoluteTolerance : toleranceOf(analytic, last, settings);
  if (settings.atKinks === 'subgradient' && corner !== undefined) {
    const slack = tolerance + 1e-3 * Math.max(Math.abs(corner.low), Math.abs(corner.high));
    if (analytic >= corner.low - slack && analytic <= corner.high + slack) return undefined;
  }
  return { element, analytic, numeric: last?.value, tolerance, uncertainty: last?.error ?? Number.NaN, kink: corner };
}

/** An infinite derivative agrees with nothing: every finite number is within its relative tolerance. */
function agrees(analytic: number, estimate: Estimate, settings: CompareSettings): boolean {
  return Number.isFinite(analytic) && Math.abs(analytic - estimate.value) <= toleranceOf(analytic, estimate, settings);
}

/**
 * The tolerance follows the differences' own uncertainty, but only as far as they still say something: an estimate that
 * does not converge is no excuse for a wrong gradient.
 */
function toleranceOf(analytic: number, estimate: Estimate, settings: CompareSettings): number {
  const size = Math.max(Number.isFinite(analytic) ? Math.abs(analytic) : 0, Math.abs(estimate.value));
  const uncertainty = Math.min(4 * estimate.error, 1e-5 * size + 100 * estimate.rounding);
  return settings.relativeTolerance * size + settings.absoluteTolerance + uncertainty;
}

function moved(at: Float64Array, { element, direction }: Probe, step: number): Float64Array {
  if (element === undefined) return at.map((value, index) => value + step * (direction?.[index] as number));
  const data = at.slice();
  data[element] = (data[element] as number) + step;
  return data;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
