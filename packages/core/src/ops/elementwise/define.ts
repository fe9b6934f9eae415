import type { ScalarExpression } from '../../backend/scalar.js';
import { type DType, isFloat } from '../../graph/dtype.js';
import { createNode } from '../../graph/node.js';
import type { Op, VjpContext } from '../../graph/op.js';
import { sameShape, showShape } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { expand } from '../movement/expand.js';

/** A vjp rule for one input of an elementwise op: ∂L/∂input from ∂L/∂output. */
export type ElementwiseVjp = (context: ElementwiseContext) => AnyTensor | undefined;

export interface ElementwiseContext {
  readonly cotangent: AnyTensor;
  readonly output: AnyTensor;
  /** The first input. */
  readonly x: AnyTensor;
  /** The second input; of a unary op, the first again. */
  readonly y: AnyTensor;
}

export interface ElementwiseDefinition {
  readonly name: string;
  readonly expression: ScalarExpression;
  /** The output's dtype: that of the inputs, or bool. */
  readonly output?: 'same' | 'bool';
  /** Dtypes of the inputs that make sense. */
  readonly accepts?: 'numbers' | 'floats' | 'bools' | 'all';
  /** One rule an input; null where the op is constant almost everywhere, so that its gradient is zero. */
  readonly vjp: readonly ElementwiseVjp[] | null;
}

/** The record of an elementwise op whose inputs have one shape and one dtype. */
export function defineElementwise(definition: ElementwiseDefinition): Op<undefined> {
  const { name, expression, vjp, output = 'same', accepts = 'numbers' } = definition;
  return Object.freeze<Op<undefined>>({
    name,
    traits: vjp === null ? { elementwise: true, stopsGradient: true } : { elementwise: true },
    shape(inputs) {
      const { shape } = inputs[0] as AnyTensor;
      for (const input of inputs) {
        if (!sameShape(shape, input.shape)) {
          throw new RangeError(`${name}: inputs of shapes ${showShape(shape)} and ${showShape(input.shape)} differ`);
        }
      }
      return shape;
    },
    dtype(inputs) {
      const { dtype } = inputs[0] as AnyTensor;
      if (!acceptable(dtype, accepts)) throw new TypeError(`${name}: ${refusal(dtype, accepts)}`);
      return output === 'bool' ? 'bool' : dtype;
    },
    vjp(context: VjpContext<undefined>, index) {
      const [x, y = x] = context.inputs as [AnyTensor, AnyTensor?];
      return vjp?.[index]?.({ cotangent: context.cotangent, output: context.output, x, y });
    },
    batch(inputs, batched, _, size) {
      const aligned = inputs.map((input, index) => (batched[index] ? input : expand(input, [size, ...input.shape])));
      return createNode(this, aligned, undefined);
    },
    lower: () => ({ kind: 'elementwise', expression, numbers: [] }),
  });
}

function acceptable(dtype: DType, accepts: NonNullable<ElementwiseDefinition['accepts']>): boolean {
  switch (accepts) {
    case 'all':
      return true;
    case 'bools':
      return dtype === 'bool';
    case 'floats':
      return isFloat(dtype);
    case 'numbers':
      return isFloat(dtype) || dtype === 'int32';
  }
}

function refusal(dtype: DType, accepts: NonNullable<ElementwiseDefinition['accepts']>): string {
  switch (accepts) {
    case 'bools':
      return `expected bool tensors, got ${dtype}; compare first, for example x.ne(0)`;
    case 'floats':
      return `expected float32 or float64 tensors, got ${dtype}; cast first, for example x.cast('float32')`;
    default:
      return dtype === 'uint8'
        ? "uint8 is for storage and has no arithmetic; cast first, for example x.cast('float32')"
        : `expected numbers, got ${dtype}; cast first, for example x.cast('int32')`;
  }
}
