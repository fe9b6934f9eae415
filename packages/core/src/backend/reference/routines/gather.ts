import { checkIndices, sizeOf } from '../../../graph/shape.js';
import type { Routines } from '../../contract.js';
import type { Buffer } from '../buffer.js';

/** `output[i, j, k] = x[i, index[i, j, k], k]`, i and k standing for all axes before and behind `axis`. */
export function gather(
  [x, index]: readonly Buffer[],
  output: Buffer,
  { axis }: Routines['gather'],
  name: string,
): void {
  const { data, shape } = x as Buffer;
  eachIndex(index as Buffer, axis, shape[axis] as number, name, (position, at) => {
    output.data[at] = data[position] as number;
  });
}

/** `output[i, index[i, j, k], k] += source[i, j, k]`, each sum in float64. */
export function gatherTranspose(
  [index, source]: readonly Buffer[],
  output: Buffer,
  { axis, size }: Routines['gatherTranspose'],
  name: string,
): void {
  const { data } = source as Buffer;
  const sums = new Float64Array(output.data.length);
  eachIndex(index as Buffer, axis, size, name, (position, at) => {
    sums[position] = (sums[position] as number) + (data[at] as number);
  });
  output.data.set(sums);
}

/** Visits each index: the position it names in the tensor of `size` along the axis, and its own. */
function eachIndex(
  { data, shape }: Buffer,
  axis: number,
  size: number,
  name: string,
  visit: (position: number, at: number) => void,
): void {
  checkIndices(name, data, shape, size);
  const inner = sizeOf(shape.slice(axis + 1));
  const block = inner * (shape[axis] as number);
  for (let at = 0; at < data.length; at++) {
    const i = Math.floor(at / block);
    const k = at % inner;
    visit((i * size + (data[at] as number)) * inner + k, at);
  }
}
