import { type Shape, showShape } from '@adjoint/core';
import { showPosition } from '../operand.js';

/**
 * How class labels are written:
 * - `index`: the number of the class, 0 … C − 1;
 * - `oneHot`: a last axis of C numbers, 1 at the class and 0 elsewhere;
 * - `binary`: 0 or 1;
 * - `sign`: −1 or 1.
 */
export type LabelEncoding = 'index' | 'oneHot' | 'binary' | 'sign';

/** The encodings, for messages. */
export const labelEncodings: readonly LabelEncoding[] = ['index', 'oneHot', 'binary', 'sign'];

/**
 * Refuses a class index outside [0, classes), naming it and its position.
 *
 * @param ignored an index that stands for "no label"
 */
export function checkClassIndices(
  op: string,
  values: ArrayLike<number>,
  shape: Shape,
  classes: number,
  ignored?: number,
): void {
  for (let position = 0; position < values.length; position++) {
    const label = values[position] as number;
    if ((Number.isInteger(label) && label >= 0 && label < classes) || label === ignored) continue;
    const ignoring = ignored === undefined ? '' : ` or ${ignored}, which is ignored`;
    throw new RangeError(
      `${op}: label ${label} at position ${showPosition(position, shape)} is no class; ` +
        `with ${classes} classes labels are integers from 0 to ${classes - 1}${ignoring}`,
    );
  }
}

const legalValues = { binary: [0, 1], sign: [-1, 1] } as const;
const legalText = { binary: '0 or 1', sign: '-1 or 1' } as const;
const otherEncoding = { binary: 'sign', sign: 'binary' } as const;

/** Refuses a label that is none of its encoding's two values, naming it and its position. */
export function checkTwoValued(op: string, values: ArrayLike<number>, shape: Shape, encoding: 'binary' | 'sign'): void {
  const [low, high] = legalValues[encoding];
  for (let position = 0; position < values.length; position++) {
    const label = values[position] as number;
    if (label === low || label === high) continue;
    throw new RangeError(
      `${op}: label ${label} at position ${showPosition(position, shape)} is not ${legalText[encoding]}; ` +
        `labels in another encoding are converted with convertLabels, for example from '${otherEncoding[encoding]}' to '${encoding}'`,
    );
  }
}

/** Refuses a last axis that does not hold one 1 among 0s, naming the row. */
export function checkOneHot(op: string, values: ArrayLike<number>, shape: Shape): void {
  const classes = shape.at(-1);
  if (classes === undefined) {
    throw new RangeError(`${op}: one-hot labels need a last axis of classes, got a scalar`);
  }
  const rows = shape.slice(0, -1);
  for (let start = 0; start < values.length; start += classes) {
    let ones = 0;
    for (let c = 0; c < classes; c++) {
      const element = values[start + c] as number;
      if (element === 1) ones++;
      else if (element !== 0) {
        throw new RangeError(
          `${op}: the one-hot label at position ${showPosition(start / classes, rows)} holds ${element} for class ${c}; ` +
            'only 0 and 1 are legal',
        );
      }
    }
    if (ones !== 1) {
      throw new RangeError(
        `${op}: the one-hot label at position ${showPosition(start / classes, rows)} of labels of shape ${showShape(shape)} ` +
          `has ${ones} ones; it needs exactly one, the class`,
      );
    }
  }
}
