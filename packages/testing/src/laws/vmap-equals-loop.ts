import { type AnyTensor, flattenTree, type Shape, showShape, type Tensor, type Tree, vmap } from '@adjoint/core';
import { assertClose, type Tolerance } from './assert-close.js';
import { sliceOf, stackOf } from './host.js';

/** How {@link vmapEqualsLoop} maps: as `vmap` does. */
export interface VmapLawOptions {
  /** The example axis of all inputs, or of each; null for inputs that all examples share. 0 unless said otherwise. */
  readonly in?: number | null | readonly (number | null)[];
  /** Where the results carry the example axis; 0 unless said otherwise. */
  readonly out?: number;
  /** As {@link assertClose} takes it. */
  readonly tolerance?: number | Tolerance;
}

/** What f is given for a batch: tensors of the dtypes of the inputs, with one axis less where they are mapped. */
export type ExamplesOf<Inputs extends readonly AnyTensor[]> = {
  [I in keyof Inputs]: Tensor<Shape, Inputs[I]['dtype']>;
};

/**
 * Law: `vmap(f)` over a batch equals f on each example, stacked. The inputs are batches; they keep their dtypes.
 *
 * @throws Error that names the result, the element and both numbers where it does not hold
 * @throws TypeError where no input has an example axis, or the axis has size 0, so that there is nothing to compare with
 */
export function vmapEqualsLoop<Inputs extends readonly AnyTensor[], Examples extends ExamplesOf<Inputs>>(
  f: (...examples: Examples) => unknown,
  inputs: readonly [...Inputs],
  options: VmapLawOptions = {},
): void {
  const { in: batchAxes = 0, out = 0 } = options;
  const axes = inputs.map((input, index) => {
    const axis = typeof batchAxes === 'object' && batchAxes !== null ? (batchAxes[index] ?? null) : batchAxes;
    return axis !== null && axis < 0 ? axis + input.shape.length : axis;
  });
  const first = axes.findIndex((axis) => axis !== null);
  const count = first < 0 ? 0 : ((inputs[first] as AnyTensor).shape[axes[first] as number] ?? 0);
  if (count === 0) {
    const shapes = inputs.map(({ shape }) => showShape(shape)).join(', ');
    throw new TypeError(
      `vmapEqualsLoop: inputs of shapes ${shapes} hold no example along ${JSON.stringify(batchAxes)}; ` +
        'give at least one input an example axis of size 1 or more',
    );
  }
  const plain = f as unknown as (...inputs: readonly AnyTensor[]) => Tree;
  const mapped = vmap<readonly AnyTensor[], Tree>(plain, { in: batchAxes, out })(...inputs);
  const batched = flattenTree('vmapEqualsLoop', mapped as Tree).leaves;
  const examples = Array.from({ length: count }, (_, example) => {
    const each = inputs.map((input, index) => {
      const axis = axes[index] as number | null;
      return axis === null ? input : sliceOf(input, axis, example);
    });
    return flattenTree('vmapEqualsLoop', plain(...each)).leaves;
  });
  batched.forEach((actual, result) => {
    const parts = examples.map((leaves) => leaves[result] as AnyTensor) as [AnyTensor, ...AnyTensor[]];
    const axis = out < 0 ? out + parts[0].shape.length + 1 : out;
    const name = batched.length === 1 ? 'vmapEqualsLoop' : `vmapEqualsLoop: result ${result}`;
    assertClose(actual, stackOf(parts, axis), options.tolerance, name);
  });
}
