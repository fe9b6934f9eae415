import {
  type AgreeAll,
  type AnyTensor,
  type DType,
  type FloatDType,
  type HasUnknownRank,
  isFloat,
  knownElements,
  type Shape,
  type Show,
  showShape,
} from '@adjoint/core';
import { checkClassIndices } from '../labels/encoding.js';
import { isIndexDType, requireTensor } from '../operand.js';

/** The shape of the labels, and of the losses, for scores of shape (C), (N, C) or (N, C, d…). */
export type LabelsShape<S extends Shape> =
  HasUnknownRank<S> extends true
    ? Shape
    : S extends readonly [number]
      ? []
      : S extends readonly [infer N extends number, number, ...infer Rest extends number[]]
        ? [N, ...Rest]
        : never;

/** Class indices that fit the scores, or a sentence. */
export type ClassIndices<S extends Shape, T extends AnyTensor> =
  HasUnknownRank<S | T['shape']> extends true
    ? T
    : [AgreeAll<LabelsShape<S>, T['shape']>] extends [never]
      ? `scores ${Show<S>} need class indices ${Show<LabelsShape<S>>}, not ${Show<T['shape']>}`
      : DType extends T['dtype']
        ? T
        : T['dtype'] extends 'int32' | 'uint8'
          ? T
          : `class indices are int32, not ${T['dtype']}: cast('int32')`;

/** Class indices or distributions that fit the logits, or a sentence. */
export type ClassTarget<S extends Shape, T extends AnyTensor> =
  HasUnknownRank<S | T['shape']> extends true
    ? T
    : [AgreeAll<S, T['shape']>] extends [never]
      ? [AgreeAll<LabelsShape<S>, T['shape']>] extends [never]
        ? `logits ${Show<S>} need class indices ${Show<LabelsShape<S>>} or distributions ${Show<S>}, not ${Show<T['shape']>}`
        : ClassIndices<S, T>
      : DType extends T['dtype']
        ? T
        : T['dtype'] extends FloatDType | 'bool'
          ? T
          : `one-hot targets and distributions are floats, not ${T['dtype']}: cast('float32')`;

/** The axis of the classes: the only one, or the one behind the examples. */
export function classAxis(op: string, what: string, scores: AnyTensor): number {
  const { shape } = scores;
  const axis = shape.length === 1 ? 0 : 1;
  if (shape.length === 0 || shape[axis] === 0) {
    throw new RangeError(
      `${op}: ${what} of shape ${showShape(shape)} have no classes; give them as [C], [N, C] or [N, C, d…] with C of at least 1`,
    );
  }
  return axis;
}

function labelsShape(shape: Shape, axis: number): Shape {
  return shape.filter((_, each) => each !== axis);
}

function fits(actual: Shape, expected: Shape): boolean {
  return actual.length === expected.length && actual.every((size, axis) => size === expected[axis]);
}

/**
 * Whether a target holds class indices (else, one-hot or distributions). Indices that the host knows are checked.
 *
 * @throws TypeError where the dtype does not suit the shape, saying which cast is missing
 * @throws RangeError where the shape suits neither, or an index is no class
 */
export function holdsClassIndices(
  op: string,
  logits: AnyTensor,
  target: unknown,
  axis: number,
  ignoreIndex: number | undefined,
): boolean {
  requireTensor(op, target, 'a tensor as target');
  const indexShape = labelsShape(logits.shape, axis);
  if (fits(target.shape, logits.shape)) {
    if (isFloat(target.dtype) || target.dtype === 'bool') return false;
    throw new TypeError(
      `${op}: a target of the logits' shape ${showShape(logits.shape)} holds one-hot rows or distributions and must be ` +
        `a float, got ${target.dtype}; cast it: target.cast('float32'), or give class indices of shape ${showShape(indexShape)}`,
    );
  }
  if (!fits(target.shape, indexShape)) {
    throw new RangeError(
      `${op}: a target of shape ${showShape(target.shape)} does not fit logits of shape ${showShape(logits.shape)}; ` +
        `give class indices of shape ${showShape(indexShape)} (int32), or one-hot rows or distributions of shape ${showShape(logits.shape)}`,
    );
  }
  checkIndices(op, target, logits.shape[axis] as number, ignoreIndex);
  return true;
}

/** Refuses class indices that do not fit the scores. */
export function requireClassIndices(
  op: string,
  scores: AnyTensor,
  labels: unknown,
  axis: number,
  ignoreIndex: number | undefined,
): asserts labels is AnyTensor {
  requireTensor(op, labels, 'a tensor of class indices');
  const expected = labelsShape(scores.shape, axis);
  if (!fits(labels.shape, expected)) {
    throw new RangeError(
      `${op}: class indices of shape ${showShape(labels.shape)} do not fit scores of shape ${showShape(scores.shape)}; ` +
        `their shape must be ${showShape(expected)}`,
    );
  }
  checkIndices(op, labels, scores.shape[axis] as number, ignoreIndex);
}

function checkIndices(op: string, labels: AnyTensor, classes: number, ignoreIndex: number | undefined): void {
  if (!isIndexDType(labels.dtype)) {
    throw new TypeError(
      `${op}: class indices must be int32 or uint8, got ${labels.dtype}; ` +
        "make them tensor(labels, 'int32'), or cast them: labels.cast('int32')",
    );
  }
  const known = knownElements(labels);
  if (known !== undefined) checkClassIndices(op, known, labels.shape, classes, ignoreIndex);
}
