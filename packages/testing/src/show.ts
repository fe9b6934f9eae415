import type { Shape } from '@adjoint/core';

/** The index of a row-major position, one number an axis. */
export function elementIndex(position: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length);
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    index[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return index;
}

/** A number as error messages show it. */
export function showNumber(value: number): string {
  return String(Number(value.toPrecision(10)));
}
