import { logSoftmax, softmax } from '@adjoint/nn';
import { type Operations, unary } from './operation.js';

export const softmaxOperations: Operations = {
  log_softmax: unary((x, attributes) => logSoftmax(x, attributes.integer('axis'))),
  softmax: unary((x, attributes) => softmax(x, attributes.integer('axis'))),
};
