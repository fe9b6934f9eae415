import type { Routines } from '../../contract.js';
import type { Buffer } from '../buffer.js';

/** The index of the first extreme element along an axis; the first NaN, if there is one. */
export function argExtreme(
  [input]: readonly Buffer[],
  output: Buffer,
  { axis, extreme }: Routines['argExtreme'],
): void {
  const { data, shape } = input as Buffer;
  const size = shape[axis] as number;
  const stride = shape.slice(axis + 1).reduce((product, dimension) => product * dimension, 1);
  const sign = extreme === 'maximum' ? 1 : -1;
  for (let i = 0; i < output.data.length; i++) {
    const start = Math.floor(i / stride) * size * stride + (i % stride);
    let best = sign * (data[start] as number);
    let index = 0;
    for (let k = 1; k < size && !Number.isNaN(best); k++) {
      const candidate = sign * (data[start + k * stride] as number);
      if (candidate > best || Number.isNaN(candidate)) {
        best = candidate;
        index = k;
      }
    }
    output.data[i] = index;
  }
}
