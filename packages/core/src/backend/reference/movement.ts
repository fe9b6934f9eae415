import { stridesOf } from '../../graph/shape.js';
import type { Buffer } from './buffer.js';

/** Visits every index of a shape in row-major order, with the linear position under other strides. */
function walk(
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  visit: (position: number) => void,
): void {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const index = new Array<number>(shape.length).fill(0);
  let position = offset;
  for (let count = 0; count < size; count++) {
    visit(position);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      position += stride;
      if (index[axis] !== shape[axis]) break;
      position -= stride * (shape[axis] as number);
      index[axis] = 0;
    }
  }
}

/** Reads the input through strides: permute, expand, slice, flip, diagonal. */
export function runView(input: Buffer, strides: readonly number[], offset: number, output: Buffer): void {
  let next = 0;
  walk(output.shape, strides, offset, (position) => {
    output.data[next++] = input.data[position] as number;
  });
}

export function runReshape(input: Buffer, output: Buffer): void {
  output.data.set(input.data);
}

/** Puts the input's elements into the output with gaps, amid a value. */
export function runPad(
  input: Buffer,
  before: readonly number[],
  interior: readonly number[],
  value: number,
  output: Buffer,
): void {
  output.data.fill(value);
  const strides = stridesOf(output.shape);
  const offset = before.reduce((sum, count, axis) => sum + count * (strides[axis] as number), 0);
  const steps = strides.map((stride, axis) => stride * ((interior[axis] as number) + 1));
  let next = 0;
  walk(input.shape, steps, offset, (position) => {
    output.data[position] = input.data[next++] as number;
  });
}

/** Joins inputs along an axis. */
export function runConcat(inputs: readonly Buffer[], axis: number, output: Buffer): void {
  const strides = stridesOf(output.shape);
  let offset = 0;
  for (const input of inputs) {
    let next = 0;
    walk(input.shape, strides, offset, (position) => {
      output.data[position] = input.data[next++] as number;
    });
    offset += (input.shape[axis] as number) * (strides[axis] as number);
  }
}
