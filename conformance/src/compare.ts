import type { CaseTolerance } from './case-file.js';

/** A computed tensor on the host. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: ArrayLike<number>;
}

/** What a tensor should be. */
export interface Expectation extends HostTensor {
  /** How the report calls it. */
  readonly name: string;
  /** The right answer, where `data` is what a float32 computation gave. */
  readonly exact?: ArrayLike<number> | undefined;
  /** Replaces the ordinary tolerance of the dtype. */
  readonly tolerance?: CaseTolerance | undefined;
  /** Σ|terms| of sums whose terms may cancel: what their error is judged against, where it is larger than the result. */
  readonly scale?: ArrayLike<number> | undefined;
}

/** What is wrong, in shape or dtype (`kind` is 'form') or in some elements; undefined where nothing is. */
export type Comparison = { readonly kind: 'form' | 'value'; readonly text: string } | undefined;

/** |a − b| ≤ absolute + relative·|b|. */
export const float64Tolerance: CaseTolerance = { relative: 1e-9, absolute: 1e-11 };
export const float32Tolerance: CaseTolerance = { relative: 1e-5, absolute: 1e-6 };

/** How much larger than the recorded float32 result's own error a float32 error may be. */
const float32Factor = 4;
/** Smaller float32 results are subnormal and may be flushed to 0. */
const smallestNormalFloat32 = 2 ** -126;

/** Compares a computed tensor with what it should be. */
export function compare(actual: HostTensor, expected: Expectation): Comparison {
  const { name } = expected;
  if (actual.shape.join() !== expected.shape.join()) {
    const text = `${name}: got shape [${actual.shape.join(', ')}], expected [${expected.shape.join(', ')}]`;
    return { kind: 'form', text };
  }
  if (actual.dtype !== expected.dtype) {
    return { kind: 'form', text: `${name}: got dtype ${actual.dtype}, expected ${expected.dtype}` };
  }
  const size = actual.data.length;
  let wrong = 0;
  let first = 0;
  for (let index = size - 1; index >= 0; index--) {
    if (matches(actual, expected, index)) continue;
    wrong++;
    first = index;
  }
  return wrong === 0 ? undefined : { kind: 'value', text: describe(actual, expected, first, wrong) };
}

function matches(actual: HostTensor, expected: Expectation, index: number): boolean {
  const got = actual.data[index] as number;
  const recorded = expected.data[index] as number;
  if (isSame(got, recorded)) return true;
  if (expected.dtype === 'int32' || expected.dtype === 'bool') return false;
  const right = expected.exact?.[index] ?? recorded;
  if (expected.dtype === 'float32') {
    if (isSame(got, Math.fround(right))) return true;
    if (got === 0 && Math.abs(right) < smallestNormalFloat32) return true;
  }
  return Math.abs(got - right) <= tolerance(expected, index);
}

/** The error that element `index` may have. */
function tolerance(expected: Expectation, index: number): number {
  const isSingle = expected.dtype === 'float32';
  const { relative, absolute } = expected.tolerance ?? (isSingle ? float32Tolerance : float64Tolerance);
  const recorded = expected.data[index] as number;
  const right = expected.exact?.[index] ?? recorded;
  if (!Number.isFinite(right)) return 0;
  const allowed = absolute + relative * Math.max(Math.abs(right), expected.scale?.[index] ?? 0);
  const recordedError = Math.abs(recorded - right);
  return Number.isFinite(recordedError) ? Math.max(allowed, float32Factor * recordedError) : allowed;
}

/** Equality where NaN equals NaN, and 0 equals −0. */
function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function describe(actual: HostTensor, expected: Expectation, index: number, wrong: number): string {
  const got = actual.data[index] as number;
  const right = expected.exact?.[index] ?? (expected.data[index] as number);
  const place = actual.shape.length === 0 ? '' : ` at [${position(index, actual.shape).join(', ')}]`;
  const isExact = expected.dtype === 'int32' || expected.dtype === 'bool' || !Number.isFinite(got - right);
  const difference = Math.abs(got - right).toPrecision(3);
  const why = isExact ? '' : `, off by ${difference}, tolerance ${tolerance(expected, index).toPrecision(3)}`;
  const recorded = expected.exact === undefined ? '' : ` (recorded in float32: ${expected.data[index]})`;
  const others = actual.data.length === 1 ? '' : `; ${wrong} of ${actual.data.length} elements differ`;
  return `${expected.name}${place}: got ${got}, expected ${right}${recorded}${why}${others}`;
}

/** The place of a row-major index. */
function position(index: number, shape: readonly number[]): number[] {
  const place = new Array<number>(shape.length);
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    place[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return place;
}
