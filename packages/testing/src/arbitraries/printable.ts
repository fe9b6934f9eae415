import { type AnyTensor, showShape } from '@adjoint/core';
import fc from 'fast-check';

/** Makes fast-check print the tensor as code that makes it again. */
export function printable<T extends AnyTensor>(tensor: T, data: readonly number[]): T {
  const { shape, dtype } = tensor;
  const show = (): string => {
    if (data.length === 0) return `zeros(${showShape(shape)}, '${dtype}')`;
    return `tensor(${nested(data, shape, dtype === 'bool')}, '${dtype}')`;
  };
  return Object.defineProperty(tensor, fc.toStringMethod, { value: show });
}

function nested(data: readonly number[], shape: readonly number[], asBooleans: boolean): string {
  let level = data.map((value) => (asBooleans ? String(value !== 0) : fc.stringify(value)));
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    const groups = level;
    level = Array.from(
      { length: groups.length / size },
      (_, group) => `[${groups.slice(group * size, (group + 1) * size).join(', ')}]`,
    );
  }
  return level[0] as string;
}
