import { type AnyTensor, arange, zeros } from '@adjoint/core';
import type { Attributes } from '../attributes.js';
import { type Operations, sumOf, unary } from './operation.js';

/** The axes of a reduction, where null stands for all, and whether to keep them. */
function reduction(attributes: Attributes): [axes: readonly number[] | undefined, keepDims: boolean] {
  return [attributes.optionalIntegers('axis'), attributes.boolean('keepdim')];
}

/** The same for reductions over one axis. */
function oneAxis(attributes: Attributes): [axis: number | undefined, keepDims: boolean] {
  return [attributes.optionalInteger('axis'), attributes.boolean('keepdim')];
}

/** Indices along the axis that sort x, stably: each element's rank is the number of elements that come before it. */
function argsort(x: AnyTensor, axis: number, descending: boolean): AnyTensor {
  const last = x.stopGradient().moveAxis(axis, -1);
  const mine = last.unsqueeze(-1);
  const other = last.unsqueeze(-2);
  const place = arange(last.shape.at(-1) as number);
  const isEarlier = place.unsqueeze(-1).gt(place.unsqueeze(0)).logicalAnd(other.eq(mine));
  const comesBefore = (descending ? other.gt(mine) : other.lt(mine)).logicalOr(isEarlier);
  const rank = comesBefore.cast('int32').sum(-1);
  const order = zeros(rank.shape, 'int32').scatterAdd(rank, place.expand(rank.shape), rank.shape.length - 1);
  return order.moveAxis(-1, axis);
}

export const reduceOperations: Operations = {
  all: unary((x, attributes) => x.all(...oneAxis(attributes))),
  any: unary((x, attributes) => x.any(...oneAxis(attributes))),
  argmax: unary((x, attributes) => x.argmax(...oneAxis(attributes))),
  argmin: unary((x, attributes) => x.argmin(...oneAxis(attributes))),
  cumprod: unary((x, attributes) => x.cumprod(attributes.integer('axis'))),
  cumsum: sumOf(unary((x, attributes) => x.cumsum(attributes.integer('axis')))),
  logsumexp: unary((x, attributes) => x.logsumexp(...reduction(attributes))),
  max: unary((x, attributes) => x.max(...reduction(attributes))),
  max_with_indices: unary((x, attributes) => {
    const axis = attributes.integer('axis');
    const indices = x.argmax(axis, true);
    const values = x.gather(indices, axis);
    return attributes.boolean('keepdim') ? [values, indices] : [values.squeeze(axis), indices.squeeze(axis)];
  }),
  mean: sumOf(unary((x, attributes) => x.mean(...reduction(attributes)))),
  min: unary((x, attributes) => x.min(...reduction(attributes))),
  norm: unary((x, attributes) => x.norm(attributes.number('ord'), ...reduction(attributes))),
  prod: unary((x, attributes) => x.prod(...reduction(attributes))),
  sort: unary((x, attributes) => {
    const axis = attributes.integer('axis');
    const indices = argsort(x, axis, attributes.boolean('descending'));
    return [x.gather(indices, axis), indices];
  }),
  std: unary((x, attributes) => x.std(...reduction(attributes), attributes.number('correction'))),
  sum: sumOf(unary((x, attributes) => x.sum(...reduction(attributes)))),
  topk: unary((x, attributes) => {
    const axis = attributes.integer('axis');
    const sizes = x.shape.map((size) => [0, size] as const).with(axis, [0, attributes.integer('k')]);
    const indices = argsort(x, axis, attributes.boolean('largest')).slice(...sizes);
    return [x.gather(indices, axis), indices];
  }),
  var: unary((x, attributes) => x.var(...reduction(attributes), attributes.number('correction'))),
};
