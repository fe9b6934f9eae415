import type { BackendInfo } from '../backend/contract.js';
import { currentBackend } from '../schedule/evaluate.js';

/**
 * What is in use: the backend, vectors, fused multiply-adds, threads, the BLAS library and its core; and what it holds:
 * memory, cached plans, kernels. Plain data, as of now.
 *
 * @example
 * const { name, threads, memory } = info();
 */
export function info(): BackendInfo {
  return currentBackend().info();
}
