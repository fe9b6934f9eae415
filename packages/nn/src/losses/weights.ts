import { type AnyTensor, expand, type Shape, showShape, Tensor, tensor } from '@adjoint/core';
import { requireFloat } from '../operand.js';

/** A constant factor as a tensor that broadcasts to the losses, without making them larger. */
export function constantWeight(op: string, what: string, weight: AnyTensor | number, like: AnyTensor): AnyTensor {
  if (typeof weight === 'number') return tensor(weight, like.dtype);
  requireFloat(op, what, weight);
  return expand(weight.stopGradient().cast(like.dtype), like.shape as Shape);
}

/** One weight for each class, as numbers or as a tensor of shape [C]. */
export type ClassWeights = readonly number[] | AnyTensor;

/** The class weights as a constant tensor of shape [C]. */
export function classWeightTensor(op: string, weights: ClassWeights, classes: number, like: AnyTensor): AnyTensor {
  const given: AnyTensor = weights instanceof Tensor ? weights : (tensor(weights as number[], like.dtype) as AnyTensor);
  requireFloat(op, 'class weights', given);
  if (given.shape.length !== 1 || given.shape[0] !== classes) {
    throw new RangeError(
      `${op}: class weights of shape ${showShape(given.shape)} do not fit ${classes} classes; give one weight a class`,
    );
  }
  return given.stopGradient().cast(like.dtype);
}
