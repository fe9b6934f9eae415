import { type AnyTensor, fromArray, fullLike, oneHot, onesLike, where, zerosLike } from '@adjoint/core';
import { type Operations, operation, unary, variadic } from './operation.js';

/** A 1-d index along an axis, spread to the shape of `source`. */
function spread(index: AnyTensor, source: AnyTensor, axis: number): AnyTensor {
  const shape = source.shape.map(() => 1).with(axis, index.shape[0] as number);
  return index.reshape(shape).expand(source.shape);
}

/** Row-major positions of `x[i0, i1, …]` in the leading axes. */
function linearIndex(x: AnyTensor, indices: readonly AnyTensor[]): AnyTensor {
  const wrapped = indices.map((index, axis) => where(index.lt(0), index.add(x.shape[axis] as number), index));
  return wrapped.reduce((position, index, axis) => position.mul(x.shape[axis] as number).add(index));
}

/** The positions where a mask is true. */
function positionsOf(mask: AnyTensor): Int32Array {
  const positions: number[] = [];
  mask.dataSync().forEach((element, index) => {
    if (element !== 0) positions.push(index);
  });
  return Int32Array.from(positions);
}

export const indexOperations: Operations = {
  diag: unary((x, attributes) => x.diag(attributes.integer('offset'))),
  diagonal: unary((x, attributes) =>
    x.diagonal(attributes.integer('offset'), attributes.integer('axis0'), attributes.integer('axis1')),
  ),
  embedding: operation(['weight', 'index'], ([weight, index], attributes) => {
    const padding = attributes.optionalInteger('padding_idx');
    const rows = weight.take(index, 0);
    return padding === undefined ? rows : where(index.eq(padding).unsqueeze(-1), rows.stopGradient(), rows);
  }),
  gather: operation(['x', 'index'], ([x, index], attributes) => x.gather(index, attributes.integer('axis'))),
  index_add: operation(['x', 'index', 'src'], ([x, index, source], attributes) => {
    const axis = attributes.integer('axis');
    return x.scatterAdd(spread(index, source, axis), source, axis);
  }),
  index_nd: variadic(([x, ...indices]) => {
    if (x === undefined) throw new TypeError("input 'x' is missing");
    const rest = x.shape.slice(indices.length);
    return x.reshape([-1, ...rest]).take(linearIndex(x, indices), 0);
  }),
  index_select: operation(['x', 'index'], ([x, index], attributes) => x.take(index, attributes.integer('axis'))),
  masked_fill: operation(['x', 'mask'], ([x, mask], attributes) =>
    where(mask, fullLike(x, attributes.number('value')), x),
  ),
  masked_select: operation(['x', 'mask'], ([x, mask]) => {
    const positions = positionsOf(mask);
    return x.reshape([-1]).take(fromArray(positions, [positions.length]), 0);
  }),
  one_hot: operation(['index'], ([index], attributes) => oneHot(index, attributes.integer('num_classes'), 'int32')),
  scatter: operation(['x', 'index', 'src'], ([x, index, source], attributes) => {
    const axis = attributes.integer('axis');
    const blank = zerosLike(x);
    const isHit = blank.scatterAdd(index, onesLike(source), axis).gt(0);
    return where(isHit, blank.scatterAdd(index, source, axis), x);
  }),
  scatter_add: operation(['x', 'index', 'src'], ([x, index, source], attributes) =>
    x.scatterAdd(index, source, attributes.integer('axis')),
  ),
  take: operation(['x', 'index'], ([x, index]) => x.reshape([-1]).take(index, 0)),
  trace: unary((x) => x.trace()),
  tril: unary((x, attributes) => x.tril(attributes.integer('diagonal'))),
  triu: unary((x, attributes) => x.triu(attributes.integer('diagonal'))),
};
