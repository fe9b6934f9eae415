import type { AnyTensor } from '@adjoint/core';
import { isFloatTensor } from '../gradients/function-at-point.js';
import { stackOf } from '../laws/host.js';
import { seededNumbers } from '../seeded-numbers.js';
import { hostArrayFor, sourceOf } from '../sources.js';

/** Inputs, some of them batches, and which axis of each counts the examples. */
export interface Batch {
  readonly inputs: readonly AnyTensor[];
  readonly in: readonly (number | null)[];
}

const examples = 3;

/** Every way to batch some of the inputs and share the others, while these are few; else each alone, and all. */
export function batchesOf(inputs: readonly AnyTensor[], seed: number): Batch[] {
  const count = inputs.length;
  const all = (1 << count) - 1;
  const masks =
    count <= 3 ? Array.from({ length: all }, (_, index) => index + 1) : [...inputs.map((_, index) => 1 << index), all];
  const next = seededNumbers(seed);
  return masks.map((mask) => {
    const axes = inputs.map((input, index) =>
      (mask & (1 << index)) === 0 ? null : Math.floor(next() * (input.shape.length + 1)),
    );
    return {
      in: axes,
      inputs: inputs.map((input, index) => {
        const axis = axes[index] as number | null;
        return axis === null ? input : stackOf(variations(input, next), axis);
      }),
    };
  });
}

/**
 * Examples near a tensor, so that they are as legal as it is: floats changed by up to 1/256 of their size, everything
 * else in reverse order every other time.
 */
function variations(input: AnyTensor, next: () => number): [AnyTensor, ...AnyTensor[]] {
  const data = input.dataSync();
  const others = Array.from({ length: examples - 1 }, (_, example) => {
    const values = isFloatTensor(input)
      ? Array.from(data, (value) => value * (1 + (next() - 0.5) / 128))
      : example % 2 === 0
        ? Array.from(data).reverse()
        : Array.from(data);
    return sourceOf(hostArrayFor(input.dtype, values), input.shape, input.dtype);
  });
  return [input, ...others];
}
