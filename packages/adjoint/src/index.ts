/**
 * What most users of Adjoint need, in one import: tensors, autodiff, layers, losses and optimizers.
 *
 * @packageDocumentation
 */
export * from '@adjoint/core';
export * from '@adjoint/nn';
// Core has a shape type and an op of these names; users of layers mean these.
export { Flatten, softplus } from '@adjoint/nn';
export * from '@adjoint/optim';
