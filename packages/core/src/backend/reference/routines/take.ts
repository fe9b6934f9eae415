import { checkIndices, type Shape, sizeOf } from '../../../graph/shape.js';
import type { Routines } from '../../contract.js';
import type { Buffer } from '../buffer.js';

/** `output[i…, j…, k…] = x[i…, index[j…], k…]`: whole rows of the axes behind `axis`. */
export function take([x, index]: readonly Buffer[], output: Buffer, { axis }: Routines['take'], name: string): void {
  const { shape, data } = x as Buffer;
  const size = shape[axis] as number;
  const indices = checked(index as Buffer, size, name);
  const inner = sizeOf(shape.slice(axis + 1));
  eachRow(shape, axis, indices, (row, target) => {
    output.data.set(data.subarray(row * inner, (row + 1) * inner), target * inner);
  });
}

/** `output[i…, index[j…], k…] += source[i…, j…, k…]`, each sum in float64. */
export function takeTranspose(
  [index, source]: readonly Buffer[],
  output: Buffer,
  { axis, size }: Routines['takeTranspose'],
  name: string,
): void {
  const indices = checked(index as Buffer, size, name);
  const { data } = source as Buffer;
  const inner = sizeOf(output.shape.slice(axis + 1));
  const sums = new Float64Array(output.data.length);
  eachRow(output.shape, axis, indices, (row, from) => {
    for (let k = 0; k < inner; k++) {
      sums[row * inner + k] = (sums[row * inner + k] as number) + (data[from * inner + k] as number);
    }
  });
  output.data.set(sums);
}

function checked(index: Buffer, size: number, name: string): Buffer['data'] {
  checkIndices(name, index.data, index.shape, size);
  return index.data;
}

/** Visits each row of the larger tensor that an index names, with the number of the picked row. */
function eachRow(
  shape: Shape,
  axis: number,
  indices: ArrayLike<number>,
  visit: (row: number, picked: number) => void,
): void {
  const size = shape[axis] as number;
  const outer = sizeOf(shape.slice(0, axis));
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < indices.length; j++) visit(i * size + (indices[j] as number), i * indices.length + j);
  }
}
