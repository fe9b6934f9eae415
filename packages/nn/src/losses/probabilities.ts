import { type AnyTensor, knownElements } from '@adjoint/core';
import { showPosition } from '../operand.js';

/** Refuses a number outside [0, 1], where the numbers are known at the call, naming it and its position. */
export function checkProbabilities(op: string, what: string, x: AnyTensor): void {
  const values = knownElements(x);
  if (values === undefined) return;
  for (let position = 0; position < values.length; position++) {
    const value = values[position] as number;
    if (value >= 0 && value <= 1) continue;
    throw new RangeError(
      `${op}: ${what} ${value} at position ${showPosition(position, x.shape)} lies outside [0, 1]; ` +
        "labels of -1 and 1 become 0 and 1 by convertLabels(labels, { from: 'sign', to: 'binary' })",
    );
  }
}
