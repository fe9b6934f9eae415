import type { Routines } from '../../backend/contract.js';
import { createNode } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { normaliseAxis } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { accumulatedDType } from './sum.js';

interface ScanAttributes {
  readonly axis: number;
}

interface ScanContext {
  readonly cotangent: AnyTensor;
  readonly x: AnyTensor;
  readonly output: AnyTensor;
  readonly axis: number;
}

interface ScanDefinition {
  readonly name: string;
  readonly combine: Routines['scan']['combine'];
  readonly vjp: (context: ScanContext) => AnyTensor;
}

/** A running reduction along an axis, and the function that builds it. */
export function defineScan({ name, combine, vjp }: ScanDefinition): (x: AnyTensor, axis: number) => AnyTensor {
  const op: Op<ScanAttributes> = freezeOp({
    name,
    traits: {},
    shape: ([x]) => (x as AnyTensor).shape,
    dtype: ([x]) => (x as AnyTensor).dtype,
    vjp: ({ cotangent, inputs, output, attributes: { axis } }) =>
      vjp({ cotangent, x: inputs[0] as AnyTensor, output, axis }),
    batch: (inputs, _, { axis }) => createNode(op, inputs, { axis: axis + 1 }),
    lower: (_, { axis }) => ({ kind: 'routine', routine: 'scan', parameters: { axis, combine } }),
  });
  return (x, axis) =>
    createNode(op, [x.cast(accumulatedDType(x.dtype))], { axis: normaliseAxis(name, axis, x.shape.length) });
}
