import { fillNormal, fillPermutation, fillUniform } from '../../../random/philox.js';
import type { Routines } from '../../contract.js';
import type { Buffer } from '../buffer.js';

/** Fresh numbers from the counter-based generator: element i depends on the key and i alone. */
export function random(_: readonly Buffer[], { data }: Buffer, { distribution, key }: Routines['random']): void {
  if (distribution === 'permutation') fillPermutation(data as Int32Array, key);
  else if (distribution === 'normal') fillNormal(data as Float32Array | Float64Array, key);
  else fillUniform(data as Float32Array | Float64Array, key);
}
