import type { AnyTensor, HostArray, Shape } from '@adjoint/core';
import { hostArrayFor, sourceOf } from '../sources.js';

/*
 * Movement on the host, element by element: the laws compare the library with it, so it must not be made of the
 * library's own ops.
 */

/** The elements of a tensor along one position of an axis, which is dropped. */
export function sliceOf(tensor: AnyTensor, axis: number, position: number): AnyTensor {
  const { shape, dtype } = tensor;
  const data = tensor.dataSync();
  const inner = product(shape.slice(axis + 1));
  const outer = product(shape.slice(0, axis));
  const size = shape[axis] as number;
  const values = Array.from({ length: outer * inner }, (_, index) => {
    const block = Math.floor(index / inner);
    return data[(block * size + position) * inner + (index % inner)] as number;
  });
  return sourceOf(hostArrayFor(dtype, values), [...shape.slice(0, axis), ...shape.slice(axis + 1)], dtype);
}

/** Tensors of one shape and dtype, joined along a new axis. */
export function stackOf(tensors: readonly [AnyTensor, ...AnyTensor[]], axis: number): AnyTensor {
  const [{ shape, dtype }] = tensors;
  const parts = tensors.map((tensor) => tensor.dataSync());
  const inner = product(shape.slice(axis));
  const values = Array.from({ length: product(shape) * tensors.length }, (_, index) => {
    const block = Math.floor(index / inner);
    const which = block % tensors.length;
    return (parts[which] as HostArray)[Math.floor(block / tensors.length) * inner + (index % inner)] as number;
  });
  return sourceOf(hostArrayFor(dtype, values), [...shape.slice(0, axis), tensors.length, ...shape.slice(axis)], dtype);
}

/** The tensor repeated to a shape that it broadcasts to. */
export function expandedTo(tensor: AnyTensor, shape: Shape): AnyTensor {
  const data = tensor.dataSync();
  const positions = sourcePositions(tensor.shape, shape);
  return sourceOf(
    hostArrayFor(
      tensor.dtype,
      positions.map((position) => data[position] as number),
    ),
    shape,
    tensor.dtype,
  );
}

/** The transpose of {@link expandedTo}: elements that came from one place are added up. */
export function summedTo(data: ArrayLike<number>, from: Shape, to: Shape): Float64Array {
  const sums = new Float64Array(product(to));
  sourcePositions(to, from).forEach((position, index) => {
    sums[position] = (sums[position] as number) + (data[index] as number);
  });
  return sums;
}

/** For each element of the broadcast shape, the row-major position that it is read from. */
function sourcePositions(from: Shape, to: Shape): number[] {
  const missing = to.length - from.length;
  return Array.from({ length: product(to) }, (_, index) => {
    let rest = index;
    let stride = 1;
    let position = 0;
    for (let axis = to.length - 1; axis >= missing; axis--) {
      const size = from[axis - missing] as number;
      position += size === 1 ? 0 : (rest % (to[axis] as number)) * stride;
      stride *= size;
      rest = Math.floor(rest / (to[axis] as number));
    }
    return position;
  });
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
