import { stack } from '@adjoint/core';
import { type Operations, variadic } from './operation.js';

export const clippingOperations: Operations = {
  clip_grad_norm: variadic((gradients, attributes) => {
    const order = attributes.number('norm_type');
    const total = stack(gradients.map((gradient) => gradient.norm(order))).norm(order);
    const factor = total.add(1e-6).reciprocal().mul(attributes.number('max_norm')).clip(undefined, 1);
    return [...gradients.map((gradient) => gradient.mul(factor)), total];
  }),
  clip_grad_value: variadic((gradients, attributes) => {
    const limit = attributes.number('clip_value');
    return gradients.map((gradient) => gradient.clip(-limit, limit));
  }),
};
