import { bytesPerElement, type DType } from '../../../graph/dtype.js';
import { sizeOf } from '../../../graph/shape.js';
import type { ScalarExpression } from '../../scalar.js';
import type { KernelContext } from '../context.js';
import type { Location } from '../location.js';
import { collapse, type Read, type Traversal } from './access.js';
import type { TypedExpression } from './elementwise-expression.js';
import { typeExpression } from './elementwise-typing.js';
import { variantFor } from './elementwise-variants.js';

/**
 * Computes an expression for every element of the output, in one pass. The output may be one of the inputs if both are
 * contiguous and elements of both have the same size. `launchNumbers` says how the numbers reach the launch.
 */
export function runElementwise(
  context: KernelContext,
  expression: ScalarExpression,
  numbers: readonly number[],
  inputs: readonly Read[],
  output: Location,
  launchNumbers: readonly number[] = runtimeNumbers(context, numbers),
): void {
  runTyped(context, typedFor(expression, numbers, inputs, output.dtype), launchNumbers, inputs, [output]);
}

/** The numbers of a step as values of a launch: those that are there when it runs. */
export function runtimeNumbers(context: KernelContext, numbers: readonly number[]): readonly number[] {
  return numbers.map((number, index) => context.number(index, number));
}

/** The same for a typed expression, whose results go to outputs of one shape; `numbers` are values of a launch. */
export function runTyped(
  context: KernelContext,
  expression: TypedExpression,
  numbers: readonly number[],
  inputs: readonly Read[],
  outputs: readonly Location[],
): void {
  const { shape } = outputs[0] as Location;
  if (sizeOf(shape) === 0) return;
  const traversal = areContiguous(inputs) ? undefined : collapse(shape, inputs);
  const values: number[] = [traversal === undefined ? sizeOf(shape) : traversal.count];
  for (const { offset } of outputs) values.push(offset);
  for (const { offset, start, dtype } of inputs) {
    values.push(start === undefined ? offset : offset + start * bytesPerElement[dtype]);
  }
  if (traversal !== undefined) pushGaps(values, traversal, inputs);
  for (const index of expression.numbers) values.push(numbers[index] as number);
  if (traversal !== undefined) pushAxes(values, traversal, inputs);
  const { key, build } = variantFor(expression, inputs.length, traversal);
  context.launch(context.kernel(key, build), values);
}

const dtypeCodes: Readonly<Record<DType, number>> = { float32: 1, float64: 2, int32: 3, uint8: 4, bool: 5 };

/** Typed expressions by what they were made from: ops lower to the same expression again and again. */
const known = new WeakMap<ScalarExpression, Map<number | string, TypedExpression>>();

function typedFor(
  expression: ScalarExpression,
  numbers: readonly number[],
  inputs: readonly Read[],
  output: DType,
): TypedExpression {
  let variants = known.get(expression);
  if (variants === undefined) {
    variants = new Map();
    known.set(expression, variants);
  }
  const fits = fitInt32(numbers);
  const key = signature(inputs, output, fits);
  let variant = variants.get(key);
  if (variant === undefined) {
    const dtypes = inputs.map(({ dtype }) => dtype);
    variant = typeExpression(expression, dtypes, output, fits);
    variants.set(key, variant);
  }
  return variant;
}

/** Tells lists of dtypes apart; a number as long as one can. */
function signature(inputs: readonly Read[], output: DType, fits: boolean): number | string {
  if (inputs.length > 16) return `${fits}:${output}:${inputs.map(({ dtype }) => dtype).join()}`;
  let code = dtypeCodes[output] * 2 + (fits ? 1 : 0);
  for (const { dtype } of inputs) code = code * 6 + dtypeCodes[dtype];
  return code;
}

function fitInt32(numbers: readonly number[]): boolean {
  for (const number of numbers) if ((number | 0) !== number) return false;
  return true;
}

function areContiguous(inputs: readonly Read[]): boolean {
  for (const { strides } of inputs) if (strides !== undefined) return false;
  return true;
}

function pushGaps(values: number[], { kinds, strides }: Traversal, inputs: readonly Read[]): void {
  for (let input = 0; input < inputs.length; input++) {
    if (kinds[input] === 'strided') values.push((strides[input]?.at(-1) as number) * bytesOf(inputs[input]));
  }
}

function pushAxes(values: number[], { count, outer, strides }: Traversal, inputs: readonly Read[]): void {
  for (let axis = 0; axis < outer.length; axis++) {
    values.push(outer[axis] as number);
    // How far the pointer is when the inner axes are done.
    const innerSize = axis + 1 < outer.length ? (outer[axis + 1] as number) : count - (count % 4);
    for (let input = 0; input < inputs.length; input++) {
      const list = strides[input] as readonly number[];
      const moved = (list[axis + 1] as number) * innerSize;
      values.push(((list[axis] as number) - moved) * bytesOf(inputs[input]));
    }
  }
}

function bytesOf(read: Read | undefined): number {
  return bytesPerElement[(read as Read).dtype];
}
