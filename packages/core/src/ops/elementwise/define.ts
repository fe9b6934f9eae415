import type { Lowering } from '../../backend/contract.js';
import type { ScalarExpression } from '../../backend/scalar.js';
import { type DType, isFloat } from '../../graph/dtype.js';
import { createNode } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { type Shape, sameShape, showShape } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { expand } from '../movement/expand.js';

/** A vjp rule for one input of an elementwise op: ∂L/∂input from ∂L/∂output, or undefined where that is zero. */
export type ElementwiseVjp<Attributes = undefined> = (context: ElementwiseContext<Attributes>) => AnyTensor | undefined;

export interface ElementwiseContext<Attributes = undefined> {
  readonly cotangent: AnyTensor;
  readonly output: AnyTensor;
  /** The first input. */
  readonly x: AnyTensor;
  /** The second input; of a unary op, the first again. */
  readonly y: AnyTensor;
  readonly attributes: Attributes;
}

export interface ElementwiseDefinition<Attributes = undefined> {
  readonly name: string;
  /** What each element is; it may depend on the attributes. */
  readonly expression: ScalarExpression | ((attributes: Attributes) => ScalarExpression);
  /** The run-time numbers of the expression. */
  readonly numbers?: readonly number[] | ((attributes: Attributes) => readonly number[]) | undefined;
  /** The output's dtype: that of the inputs, or bool. */
  readonly output?: 'same' | 'bool' | undefined;
  /** Dtypes of the inputs that make sense. */
  readonly accepts?: 'numbers' | 'floats' | 'bools' | 'all' | undefined;
  /** One rule an input; null where the op is constant almost everywhere, so that its gradient is zero. */
  readonly vjp: readonly ElementwiseVjp<Attributes>[] | null;
}

/** The record of an elementwise op whose inputs have one shape and one dtype. */
export function defineElementwise<Attributes = undefined>(
  definition: ElementwiseDefinition<Attributes>,
): Op<Attributes> {
  const { name, vjp, output = 'same', accepts = 'numbers' } = definition;
  const op: Op<Attributes> = freezeOp({
    name,
    traits: vjp === null ? { elementwise: true, stopsGradient: true } : { elementwise: true },
    shape: (inputs) => commonShape(name, inputs),
    dtype(inputs) {
      const { dtype } = inputs[0] as AnyTensor;
      checkDType(name, dtype, accepts);
      return output === 'bool' ? 'bool' : dtype;
    },
    vjp({ cotangent, inputs, output, attributes }, index) {
      const x = inputs[0] as AnyTensor;
      const y = inputs.length > 1 ? (inputs[1] as AnyTensor) : x;
      return vjp?.[index]?.({ cotangent, output, x, y, attributes });
    },
    batch: (inputs, batched, attributes, size) => createNode(op, alignBatch(inputs, batched, size), attributes),
    lower: defineLowering(definition),
  });
  return op;
}

/** A lowering that does not depend on attributes is one object for all nodes, so that a backend knows it at a glance. */
function defineLowering<Attributes>(definition: ElementwiseDefinition<Attributes>): Op<Attributes>['lower'] {
  const { expression, numbers = [] } = definition;
  if (typeof expression !== 'function' && typeof numbers !== 'function') {
    const lowering = Object.freeze<Lowering>({ kind: 'elementwise', expression, numbers });
    return () => lowering;
  }
  return (_, attributes) => ({
    kind: 'elementwise',
    expression: typeof expression === 'function' ? expression(attributes) : expression,
    numbers: typeof numbers === 'function' ? numbers(attributes) : numbers,
  });
}

/** The one shape of all inputs. */
export function commonShape(name: string, inputs: readonly AnyTensor[]): Shape {
  const { shape } = inputs[0] as AnyTensor;
  for (const input of inputs) {
    if (!sameShape(shape, input.shape)) {
      throw new RangeError(`${name}: inputs of shapes ${showShape(shape)} and ${showShape(input.shape)} differ`);
    }
  }
  return shape;
}

/** Gives the inputs that lack it the axis of examples in front, so that all have one shape again. */
export function alignBatch(inputs: readonly AnyTensor[], batched: readonly boolean[], size: number): AnyTensor[] {
  return inputs.map((input, index) => (batched[index] ? input : expand(input, [size, ...input.shape])));
}

/** Throws where the dtype makes no sense for the op. */
export function checkDType(name: string, dtype: DType, accepts: NonNullable<ElementwiseDefinition['accepts']>): void {
  if (!acceptable(dtype, accepts)) throw new TypeError(`${name}: ${refusal(dtype, accepts)}`);
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
