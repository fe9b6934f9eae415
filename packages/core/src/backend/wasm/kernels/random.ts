import { bytesPerElement } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import { fillNormal, fillPermutation, type RandomKey } from '../../../random/philox.js';
import type { Routines } from '../../contract.js';
import type { KernelContext } from '../context.js';
import type { Location } from '../location.js';
import { batchBytes, uniformBody, uniformSignature } from './random-uniform.js';

/**
 * Fresh numbers from the counter-based generator, with the same bits as on any backend: element i depends on the key
 * and i alone. Normal numbers take logarithms and sines of the host, whose bits a kernel would not reproduce.
 */
export function runRandom(context: KernelContext, { distribution, key }: Routines['random'], output: Location): void {
  if (distribution === 'uniform') {
    fillUniform(context, key, output);
    return;
  }
  const size = sizeOf(output.shape);
  const { dtype } = output;
  const fill = ({ buffer }: Uint8Array, [at = 0, low = 0, high = 0, stream = 0]: readonly number[]): void => {
    const drawn: RandomKey = [low, high, stream];
    if (distribution === 'permutation') fillPermutation(new Int32Array(buffer, at, size), drawn);
    else if (dtype === 'float64') fillNormal(new Float64Array(buffer, at, size), drawn);
    else fillNormal(new Float32Array(buffer, at, size), drawn);
  };
  context.host(fill, [output.offset, ...key.map((part, index) => context.number(index, part))]);
}

function fillUniform(context: KernelContext, key: RandomKey, { shape, dtype, offset }: Location): void {
  const float = dtype === 'float64' ? dtype : 'float32';
  const kernel = context.kernel(`random uniform ${float}`, (module) => {
    module.export('run', uniformSignature, (f) => uniformBody(f, float));
  });
  const bytes = sizeOf(shape) * bytesPerElement[float];
  context.launch(kernel, [
    offset,
    bytes,
    context.scratch(batchBytes),
    ...key.map((part, index) => context.number(index, part)),
  ]);
}
