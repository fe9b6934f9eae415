export type { Blas, BlasDescription, MatrixProduct, Multiply } from '@adjoint/core';
export { findBlas } from './find-blas.js';
export { type BlasOptions, loadBlas } from './load-blas.js';
export { useBlas } from './use-blas.js';
