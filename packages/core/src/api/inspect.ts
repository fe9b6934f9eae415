import type { DType } from '../graph/dtype.js';
import { resolve } from '../graph/node.js';
import { type Shape, showShape } from '../graph/shape.js';
import { type AnyTensor, Tensor } from '../graph/tensor.js';
import { tracing } from '../graph/tracing.js';
import { hostValue, type Value } from '../graph/value.js';
import { Variable } from '../graph/variable.js';
import { compute } from '../schedule/evaluate.js';

/** Along each axis, how many elements from either end an abbreviated tensor shows. */
const edge = 3;
/** Tensors of at most this many elements are shown whole. */
const whole = 64;

/**
 * A tensor as text: dtype, shape and values, abbreviated in the middle of long axes. `console.log(tensor)` and
 * `${tensor}` show it. A tensor that has no value (a placeholder, an expired one) says why.
 */
export function inspect(x: AnyTensor): string {
  const label = x instanceof Variable ? `Variable${x.label === '' ? '' : ` '${x.label}'`}` : 'Tensor';
  const head = `${label} ${x.dtype} ${showShape(x.shape)}`;
  const node = resolve(x);
  try {
    compute([node]);
  } catch (error) {
    tracing.current?.forgives(error);
    return `${head} <no value: ${(error as Error).message}>`;
  }
  const values = hostValue(node.value as Value);
  if (values.length === 0) return `${head} (no elements)`;
  const cells = new Map<number, string>();
  const show = (index: number): string => {
    const cell = cells.get(index) ?? formatElement(values[index] as number, x.dtype);
    cells.set(index, cell);
    return cell;
  };
  const shown = visible(x.shape, values.length > whole);
  const width = Math.max(...shown.map((index) => show(index).length));
  const body = nest(x.shape, 0, 0, values.length, values.length > whole, (index) => show(index).padStart(width));
  return x.shape.length === 0 ? `${head} ${body.trim()}` : `${head}\n${body}`;
}

/** The linear indices that are shown. */
function visible(shape: Shape, abbreviated: boolean): number[] {
  let indices = [0];
  for (const size of shape) {
    const kept = Array.from({ length: size }, (_, index) => index).filter((index) =>
      isVisible(index, size, abbreviated),
    );
    indices = indices.flatMap((base) => kept.map((index) => base * size + index));
  }
  return indices;
}

function isVisible(index: number, size: number, abbreviated: boolean): boolean {
  return !abbreviated || size <= 2 * edge + 1 || index < edge || index >= size - edge;
}

function nest(
  shape: Shape,
  axis: number,
  start: number,
  length: number,
  abbreviated: boolean,
  show: (index: number) => string,
): string {
  if (axis === shape.length) return show(start);
  const size = shape[axis] as number;
  const stride = length / size;
  const last = axis === shape.length - 1;
  const separator = last ? ', ' : `,${'\n'.repeat(Math.max(1, shape.length - axis - 1))}${' '.repeat(axis + 1)}`;
  const parts: string[] = [];
  for (let index = 0; index < size; index++) {
    if (isVisible(index, size, abbreviated))
      parts.push(nest(shape, axis + 1, start + index * stride, stride, abbreviated, show));
    else if (index === edge) parts.push('…');
  }
  return `[${parts.join(separator)}]`;
}

function formatElement(value: number, dtype: DType): string {
  if (dtype === 'bool') return value === 0 ? 'false' : 'true';
  if (dtype === 'int32' || dtype === 'uint8' || !Number.isFinite(value) || value === 0) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || magnitude < 1e-4) return value.toExponential(4);
  return Number(value.toPrecision(6)).toString();
}

Object.defineProperty(Tensor.prototype, 'toString', {
  configurable: true,
  writable: true,
  value(this: AnyTensor): string {
    return inspect(this);
  },
});

Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  configurable: true,
  value(this: AnyTensor): string {
    return inspect(this);
  },
});
