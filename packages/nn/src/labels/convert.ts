import { type AnyTensor, type DType, fromArray, type OneHot, type Shape, showShape, type Tensor } from '@adjoint/core';
import { requireTensor } from '../operand.js';
import { checkClassIndices, checkOneHot, checkTwoValued, type LabelEncoding, labelEncodings } from './encoding.js';

/** How {@link convertLabels} reads and writes labels. */
export interface ConvertLabelsOptions<
  From extends LabelEncoding = LabelEncoding,
  To extends LabelEncoding = LabelEncoding,
  Classes extends number = number,
  D extends DType = DType,
> {
  /** The encoding of the labels given. */
  readonly from: From;
  /** The encoding wanted. */
  readonly to: To;
  /** How many classes there are. Needed from `index` to `oneHot`; elsewhere it is checked where it is given. */
  readonly classes?: Classes;
  /** The dtype of the result: int32 for `index` and float32 otherwise, unless given. */
  readonly dtype?: D;
}

/** The shape of the labels in another encoding. */
export type ConvertedShape<
  S extends Shape,
  From extends LabelEncoding,
  To extends LabelEncoding,
  Classes extends number,
> = [From] extends ['oneHot']
  ? [To] extends ['oneHot']
    ? S
    : S extends readonly [...infer Rows extends number[], number]
      ? Rows
      : Shape
  : [To] extends ['oneHot']
    ? OneHot<S, [From] extends ['index'] ? Classes : 2>
    : S;

/** The dtype of labels in an encoding. */
export type EncodedDType<To extends LabelEncoding> = [To] extends ['index'] ? 'int32' : 'float32';

/**
 * Labels in another encoding, every one of them checked: class index, one-hot, 0/1 and −1/1, each to each. Class 0 is 0
 * and −1, class 1 is 1 and 1. The labels are read at once; the result is host data.
 *
 * @example
 * convertLabels(tensor([2, 0], 'int32'), { from: 'index', to: 'oneHot', classes: 3 }); // [[0, 0, 1], [1, 0, 0]]
 * convertLabels(tensor([0, 1, 1]), { from: 'binary', to: 'sign' }); // [-1, 1, 1]
 *
 * @throws RangeError where a label is illegal in its encoding (which one, at which position, and what is legal), or
 *   there are more than the two classes that the encoding wanted can express
 */
export function convertLabels<
  L extends AnyTensor,
  const From extends LabelEncoding,
  const To extends LabelEncoding,
  const Classes extends number = number,
  D extends DType = EncodedDType<To>,
>(
  labels: L,
  options: ConvertLabelsOptions<From, To, Classes, D>,
): Tensor<ConvertedShape<L['shape'], From, To, Classes>, D>;
export function convertLabels(labels: AnyTensor, options: ConvertLabelsOptions): AnyTensor {
  requireTensor('convertLabels', labels, 'a tensor of labels');
  const { from, to, dtype = to === 'index' ? 'int32' : 'float32' } = options;
  for (const encoding of [from, to]) {
    if (!labelEncodings.includes(encoding)) {
      throw new TypeError(
        `convertLabels: '${String(encoding)}' is no encoding; use ${labelEncodings.map((each) => `'${each}'`).join(', ')}`,
      );
    }
  }
  const { indices, shape, classes } = toIndices(labels, from, options.classes);
  return fromIndices(indices, shape, to, classes).cast(dtype);
}

interface Indices {
  readonly indices: Int32Array;
  readonly shape: Shape;
  /** The number of classes, where it is known. */
  readonly classes: number | undefined;
}

function toIndices(labels: AnyTensor, from: LabelEncoding, given: number | undefined): Indices {
  const values = labels.dataSync();
  const { shape } = labels;
  switch (from) {
    case 'index':
      checkClassIndices('convertLabels', values, shape, given ?? Number.POSITIVE_INFINITY);
      return { indices: Int32Array.from(values), shape, classes: given };
    case 'oneHot': {
      checkOneHot('convertLabels', values, shape);
      const classes = shape.at(-1) as number;
      checkClassCount(given, classes, `one-hot labels of shape ${showShape(shape)}`);
      const rows = classes === 0 ? 0 : values.length / classes;
      const indices = Int32Array.from({ length: rows }, (_, row) =>
        values.subarray(row * classes, (row + 1) * classes).indexOf(1),
      );
      return { indices, shape: shape.slice(0, -1), classes };
    }
    case 'binary':
    case 'sign':
      checkTwoValued('convertLabels', values, shape, from);
      checkClassCount(given, 2, `labels in the encoding '${from}'`);
      return { indices: Int32Array.from(values, (label) => (label > 0 ? 1 : 0)), shape, classes: 2 };
  }
}

function checkClassCount(given: number | undefined, actual: number, what: string): void {
  if (given === undefined || given === actual) return;
  throw new RangeError(
    `convertLabels: ${what} have ${actual} classes, not ${given}; leave \`classes\` out or correct it`,
  );
}

function fromIndices(indices: Int32Array, shape: Shape, to: LabelEncoding, classes: number | undefined): AnyTensor {
  switch (to) {
    case 'index':
      return fromArray(indices, shape, { own: true });
    case 'oneHot': {
      if (classes === undefined) {
        throw new TypeError('convertLabels: one-hot labels need the number of classes; pass `classes`');
      }
      const data = new Uint8Array(indices.length * classes);
      indices.forEach((label, position) => {
        data[position * classes + label] = 1;
      });
      return fromArray(data, [...shape, classes], { own: true });
    }
    case 'binary':
    case 'sign':
      // An index above 1 has no place in two values, however many classes were announced.
      checkClassIndices(`convertLabels (to '${to}')`, indices, shape, 2);
      return fromArray(to === 'sign' ? indices.map((label) => 2 * label - 1) : indices, shape, { own: true });
  }
}
