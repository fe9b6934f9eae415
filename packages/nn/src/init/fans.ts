import { type Shape, showShape, sizeOf } from '@adjoint/core';

/** How many numbers meet in one output of a layer, and how many outputs one input reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of a weight of shape (out, in, kernel…): fanIn = in · Π kernel, fanOut = out · Π kernel.
 *
 * @throws RangeError where the weight has fewer than two axes
 */
export function fans(shape: Shape): Fans {
  const [outputs, inputs, ...kernel] = shape;
  if (outputs === undefined || inputs === undefined) {
    throw new RangeError(
      `fans: a weight of shape ${showShape(shape)} has no fan in and fan out; ` +
        'they need the two axes (out, in), so initialise vectors with zeros, constant or randomUniform',
    );
  }
  const receptiveField = sizeOf(kernel);
  return { fanIn: inputs * receptiveField, fanOut: outputs * receptiveField };
}

/** 1/√fan; a layer without inputs has no weights to draw, so any finite number will do. */
export function inverseRoot(fan: number): number {
  return fan === 0 ? 0 : 1 / Math.sqrt(fan);
}
