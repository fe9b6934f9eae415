import { createNativeProducts } from '@adjoint/core/native-products';
import { loadBlas } from './load-blas.js';

/**
 * What a worker of the engine's pool imports (see `Blas.extension`): attaches the worker to the library that the calling
 * thread has loaded. The result computes the product whose values lie at an address.
 */
export function create(memory: { readonly buffer: ArrayBufferLike }, path: string): (address: number) => void {
  return createNativeProducts(loadBlas({ path }), memory).at;
}
