/**
 * What most users of Adjoint need, in one import: tensors, autodiff, layers, losses and optimizers.
 *
 * @packageDocumentation
 */
export * from '@adjoint/core';
export * from '@adjoint/nn';
export * from '@adjoint/optim';
