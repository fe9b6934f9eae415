import { allocate, checkDType, type DType, isFloat } from '../../graph/dtype.js';
import { createSource } from '../../graph/node.js';
import type { Tensor } from '../../graph/tensor.js';

/** int32 for whole numbers, float32 for fractions; either where a number is not known to the compiler. */
export type RangeDType<N extends number> = number extends N
  ? 'int32' | 'float32'
  : IsWhole<N> extends true
    ? 'int32'
    : 'float32';

type IsWhole<N extends number> = [`${N}`] extends [`${bigint}`] ? true : false;

/** The length of 0, 1, … n − 1: n where it is known and a whole, non-negative number. */
export type RangeLength<N extends number> = `${N}` extends `-${string}` ? 0 : IsWhole<N> extends true ? N : number;

/**
 * Evenly spaced numbers: start, start + step, … before stop. Of one argument, 0, 1, … n − 1. The dtype is int32 if all
 * arguments are whole numbers, else float32. Element i is start + i·step, computed in float64 and rounded once.
 *
 * With a fractional step rounding decides whether a last element just short of `stop` is there; `linspace` gives a
 * fixed count.
 *
 * @throws RangeError where the step is 0, a bound is not finite, or an element does not fit an integer dtype
 */
export function arange<const N extends number>(stop: N): Tensor<[RangeLength<N>], RangeDType<N>>;
export function arange<const N extends number, const M extends number, const Step extends number = 1>(
  start: N,
  stop: M,
  step?: Step,
): Tensor<[number], RangeDType<N | M | Step>>;
export function arange<D extends DType>(
  start: number,
  stop: number | undefined,
  step: number | undefined,
  dtype: D,
): Tensor<[number], D>;
export function arange(first: number, second?: number, step = 1, dtype?: DType): Tensor {
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  const shown = `arange(${start}, ${stop}, ${step})`;
  if (!Number.isFinite(start) || !Number.isFinite(stop) || !Number.isFinite(step)) {
    throw new RangeError(`arange: ${shown} has no end; give finite numbers`);
  }
  if (step === 0) throw new RangeError(`arange: ${shown} does not move; give a step other than 0`);
  const areWhole = [start, stop, step].every((each) => Number.isInteger(each));
  const chosen = dtype ?? (areWhole ? 'int32' : 'float32');
  const count = Math.max(0, Math.ceil((stop - start) / step));
  checkDType('arange', chosen);
  const host = allocate(chosen, count);
  for (let i = 0; i < count; i++) {
    const element = start + i * step;
    host[i] = element;
    if (!isFloat(chosen) && host[i] !== element) {
      throw new RangeError(
        `arange: element ${element} of ${shown} is no ${chosen}; choose another dtype, or 'float32'`,
      );
    }
  }
  return createSource(host, [count], chosen);
}
