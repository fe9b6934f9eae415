import { type AnyTensor, fromArray } from '@adjoint/core';
import type { CaseTensor } from './case-file.js';
import type { HostTensor } from './compare.js';

/** A tensor of a file as a tensor of Adjoint. */
export function toTensor({ shape, dtype, data }: CaseTensor): AnyTensor {
  switch (dtype) {
    case 'float64':
      return fromArray(Float64Array.from(data), shape, { own: true });
    case 'float32':
      return fromArray(Float32Array.from(data), shape, { own: true });
    case 'int32':
      return fromArray(Int32Array.from(data), shape, { own: true });
    case 'bool':
      return fromArray(Uint8Array.from(data), shape, { own: true }).cast('bool');
  }
}

/** Reads a tensor. */
export async function toHost(tensor: AnyTensor): Promise<HostTensor> {
  return { shape: tensor.shape, dtype: tensor.dtype, data: await tensor.data() };
}
