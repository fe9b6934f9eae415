import { bytesPerElement } from '../../../graph/dtype.js';
import { sizeOf, stridesOf } from '../../../graph/shape.js';
import { runtimeNumber } from '../../scalar.js';
import type { KernelContext } from '../context.js';
import { forRange, i32, type Local, local, type ModuleBuilder } from '../encoder/index.js';
import type { Location } from '../location.js';
import { runElementwise } from './elementwise.js';
import { copyElement } from './movement-element.js';
import { copyRows } from './movement-rows.js';

const fill = runtimeNumber(0);

/** Puts the input's elements into the output with `interior` gaps between them, amid a value. */
export function runPad(
  context: KernelContext,
  input: Location,
  before: readonly number[],
  interior: readonly number[],
  value: number,
  output: Location,
): void {
  const size = sizeOf(input.shape);
  const bytes = bytesPerElement[output.dtype];
  if (size < sizeOf(output.shape)) {
    // A byte is stored as it is, also where it means a bool.
    const dtype = output.dtype === 'bool' ? 'uint8' : output.dtype;
    runElementwise(context, fill, [value], [], { ...output, dtype }, [context.constant(value)]);
  }
  if (size === 0) return;
  const strides = stridesOf(output.shape);
  const steps = strides.map((stride, axis) => stride * ((interior[axis] as number) + 1) * bytes);
  const start = strides.reduce((sum, stride, axis) => sum + (before[axis] as number) * stride * bytes, output.offset);
  placeRows(context, input, steps, start, bytes);
}

/** Copies the input's rows to where they belong: the last two axes at once, the others in a loop. */
function placeRows(
  context: KernelContext,
  input: Location,
  steps: readonly number[],
  start: number,
  bytes: number,
): void {
  const { shape } = input;
  const rank = shape.length;
  const length = shape[rank - 1] ?? 1;
  const elementStep = steps[rank - 1] ?? bytes;
  const rows = shape[rank - 2] ?? 1;
  const rowStep = steps[rank - 2] ?? 0;
  let from = input.offset;
  const visit = (axis: number, to: number): void => {
    if (axis < rank - 2) {
      for (let index = 0; index < (shape[axis] as number); index++)
        visit(axis + 1, to + index * (steps[axis] as number));
      return;
    }
    if (elementStep === bytes || length === 1) {
      copyRows(context, { offset: from, step: length * bytes }, { offset: to, step: rowStep }, rows, length * bytes);
    } else {
      const run = context.kernel(`spread|${bytes}`, (module) => buildSpread(module, bytes));
      context.launch(run, [from, to, rows, rowStep, length, elementStep]);
    }
    from += rows * length * bytes;
  };
  visit(0, start);
}

/** Exports `run(source, destination, rows, rowStep, length, elementStep)`, with steps in bytes of the destination. */
function buildSpread(module: ModuleBuilder, bytes: number): void {
  const parameters = new Array<'i32'>(6).fill('i32');
  module.export('run', { parameters, results: [] }, (f) => {
    const [source, destination, rows, rowStep, length, elementStep] = f.parameters as Six;
    const [row, element, to] = [f.local('i32'), f.local('i32'), f.local('i32')];
    return forRange(row, i32.const(0), local.get(rows), 1, [
      local.set(to, local.get(destination)),
      forRange(element, i32.const(0), local.get(length), 1, [
        copyElement(bytes, local.get(to), local.get(source)),
        local.set(source, i32.add(local.get(source), i32.const(bytes))),
        local.set(to, i32.add(local.get(to), local.get(elementStep))),
      ]),
      local.set(destination, i32.add(local.get(destination), local.get(rowStep))),
    ]);
  });
}

type Six = readonly [Local, Local, Local, Local, Local, Local];
