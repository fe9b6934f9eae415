import type { Routines } from '../../contract.js';
import type { Buffer } from '../buffer.js';

/** The running sum or product along an axis, in float64; integers wrap around at 32 bits. */
export function scan([input]: readonly Buffer[], output: Buffer, { axis, combine }: Routines['scan']): void {
  const { data, shape, dtype } = input as Buffer;
  const size = shape[axis] as number;
  const stride = shape.slice(axis + 1).reduce((product, dimension) => product * dimension, 1);
  const join = joins[dtype === 'int32' ? 'integer' : 'float'][combine];
  const lines = size === 0 ? 0 : data.length / size;
  for (let line = 0; line < lines; line++) {
    const start = Math.floor(line / stride) * size * stride + (line % stride);
    let running = data[start] as number;
    output.data[start] = running;
    for (let k = 1; k < size; k++) {
      const position = start + k * stride;
      running = join(running, data[position] as number);
      output.data[position] = running;
    }
  }
}

const joins = {
  float: { sum: (x: number, y: number) => x + y, product: (x: number, y: number) => x * y },
  integer: { sum: (x: number, y: number) => (x + y) | 0, product: Math.imul },
};
