import { allocate, checkDType, type DType, type HostArray } from '../../graph/dtype.js';
import { createSource } from '../../graph/node.js';
import { checkShape, type Shape, showShape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import type { Mutable, Nested, NestedArgument, ScalarKind, ShapeOf } from '../../types/index.js';

/** The dtype of a nested literal: booleans make bool, numbers float32. */
export type LiteralDType<A> = ScalarKind<A> extends 'boolean' ? 'bool' : 'float32';

/** The typed arrays that {@link fromArray} takes, each with its dtype. */
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** The dtype that a typed array stands for. */
export type ArrayDType<A extends TypedArray> = A extends Float32Array
  ? 'float32'
  : A extends Float64Array
    ? 'float64'
    : A extends Int32Array
      ? 'int32'
      : 'uint8';

/**
 * A tensor from a number, a boolean or nested arrays of them. The shape follows from the nesting, also in the type.
 * Numbers make float32 unless a dtype is given. The data is copied.
 *
 * @example
 * tensor([[1, 2], [3, 4]]); // Tensor<[2, 2], 'float32'>
 * tensor([1, 2, 3], 'int32');
 *
 * @throws TypeError where rows differ in length, or something is neither a number nor a boolean
 * @throws RangeError where an integer dtype is given a fraction or a number out of its range
 */
export function tensor<const A extends Nested>(data: NestedArgument<A>): Tensor<ShapeOf<A>, LiteralDType<A>>;
export function tensor<const A extends Nested, D extends DType>(
  data: NestedArgument<A>,
  dtype: D,
): Tensor<ShapeOf<A>, D>;
export function tensor(data: unknown, dtype?: DType): Tensor {
  if (ArrayBuffer.isView(data)) {
    throw new TypeError('tensor: a typed array has no shape of its own; use fromArray(data, shape)');
  }
  const shape = shapeOfNested(data);
  const values: (number | boolean)[] = [];
  flattenNested(data, shape, 0, values);
  const chosen = dtype ?? (typeof values[0] === 'boolean' ? 'bool' : 'float32');
  checkDType('tensor', chosen);
  const host = allocate(chosen, values.length);
  values.forEach((value, index) => {
    host[index] = toElement('tensor', value, chosen);
  });
  return createSource(host, shape, chosen);
}

/** How {@link fromArray} takes its data. */
export interface FromArrayOptions {
  /** Takes the array itself, which the caller must not write to again, in place of a copy. */
  readonly own?: boolean;
}

/**
 * A tensor from a typed array, of the array's own dtype, in row-major order. The data is copied unless
 * `{ own: true }` hands it over.
 *
 * @throws RangeError where the array has not as many elements as the shape
 */
export function fromArray<const S extends Shape, A extends TypedArray>(
  data: A,
  shape: S,
  options: FromArrayOptions = {},
): Tensor<Mutable<S>, ArrayDType<A>> {
  checkShape('fromArray', shape);
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(
      `fromArray: ${data.length} elements do not fill shape ${showShape(shape)}, which needs ${sizeOf(shape)}`,
    );
  }
  const host: HostArray = options.own ? data : data.slice();
  return createSource(host, [...shape], dtypeOf(data)) as Tensor<Mutable<S>, ArrayDType<A>>;
}

function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof Uint8Array) return 'uint8';
  throw new TypeError(
    'fromArray: expected a Float32Array, Float64Array, Int32Array or Uint8Array; use tensor(…) for nested arrays',
  );
}

/** The shape that the first elements suggest; {@link flattenNested} checks the rest against it. */
function shapeOfNested(data: unknown): number[] {
  const shape: number[] = [];
  let level = data;
  while (Array.isArray(level)) {
    shape.push(level.length);
    level = level[0];
  }
  return shape;
}

function flattenNested(data: unknown, shape: Shape, axis: number, values: (number | boolean)[]): void {
  if (axis === shape.length) {
    if (typeof data !== 'number' && typeof data !== 'boolean') {
      throw new TypeError(
        `tensor: expected a number or a boolean ${axis} levels deep, got ${data === null ? 'null' : typeof data}; ` +
          'all rows must be nested equally deep',
      );
    }
    values.push(data);
    return;
  }
  if (!Array.isArray(data) || data.length !== shape[axis]) {
    const got = Array.isArray(data) ? `one of ${data.length}` : `a ${typeof data}`;
    throw new TypeError(
      `tensor: rows along axis ${axis} differ: the first has ${shape[axis]} elements, another is ${got}; ` +
        'pad them to one length',
    );
  }
  for (const item of data) flattenNested(item, shape, axis + 1, values);
}

const integerRanges = { int32: [-(2 ** 31), 2 ** 31 - 1], uint8: [0, 255] } as const;

function toElement(op: string, value: number | boolean, dtype: DType): number {
  const number = Number(value);
  if (dtype === 'bool') return Number(number !== 0);
  if (dtype === 'int32' || dtype === 'uint8') {
    const [low, high] = integerRanges[dtype];
    if (!Number.isInteger(number) || number < low || number > high) {
      throw new RangeError(
        `${op}: ${number} is no ${dtype} (an integer from ${low} to ${high}); round it, or choose another dtype`,
      );
    }
  }
  return number;
}
