import { type BinaryInstruction, binary, input, runtimeNumber, type ScalarExpression } from '../../backend/scalar.js';
import { isFloat, type ToFloat } from '../../graph/dtype.js';
import { buildNode } from '../../graph/node.js';
import type { Op } from '../../graph/op.js';
import { type AnyTensor, Tensor } from '../../graph/tensor.js';
import type { BroadcastOperand, BroadcastResult } from '../../types/index.js';
import {
  type JoinedDType,
  joinTwoDTypes,
  joinTwoShapes,
  type Operand,
  type OperandShape,
  toElement,
  toTensor,
} from '../operand.js';
import { checkDType, defineElementwise, type ElementwiseDefinition } from './define.js';

/** A function of two operands, one of them at least a tensor, that broadcast together. */
export type BinaryFunction = <const A extends Operand, const B extends Operand>(
  x: A,
  y: BroadcastOperand<OperandShape<A>, B>,
) => Tensor<BroadcastResult<OperandShape<A>, B>, JoinedDType<A, B>>;
/** The same as a method. */
export type BinaryMethod = <Me extends AnyTensor, const O extends Operand>(
  this: Me,
  other: BroadcastOperand<Me['shape'], O>,
) => Tensor<BroadcastResult<Me['shape'], O>, JoinedDType<Me, O>>;

/** Like {@link BinaryFunction}, with a float result: integers are taken as float32. */
export type FloatBinaryFunction = <const A extends Operand, const B extends Operand>(
  x: A,
  y: BroadcastOperand<OperandShape<A>, B>,
) => Tensor<BroadcastResult<OperandShape<A>, B>, ToFloat<JoinedDType<A, B>>>;
/** The same as a method. */
export type FloatBinaryMethod = <Me extends AnyTensor, const O extends Operand>(
  this: Me,
  other: BroadcastOperand<Me['shape'], O>,
) => Tensor<BroadcastResult<Me['shape'], O>, ToFloat<JoinedDType<Me, O>>>;

/** A comparison or a logical function of two operands that broadcast together. */
export type BoolBinaryFunction = <const A extends Operand, const B extends Operand>(
  x: A,
  y: BroadcastOperand<OperandShape<A>, B>,
) => Tensor<BroadcastResult<OperandShape<A>, B>, 'bool'>;
/** The same as a method. */
export type BoolBinaryMethod = <Me extends AnyTensor, const O extends Operand>(
  this: Me,
  other: BroadcastOperand<Me['shape'], O>,
) => Tensor<BroadcastResult<Me['shape'], O>, 'bool'>;

/** What a rule of a binary op is given. The operand that it differentiates by is a tensor, the other may be a number. */
export interface BinaryContext<X extends Operand, Y extends Operand> {
  readonly cotangent: AnyTensor;
  readonly output: AnyTensor;
  readonly x: X;
  readonly y: Y;
}

/** ∂L/∂x and ∂L/∂y. */
export type BinaryVjp = readonly [
  (context: BinaryContext<AnyTensor, Operand>) => AnyTensor | undefined,
  (context: BinaryContext<Operand, AnyTensor>) => AnyTensor | undefined,
];

interface BinaryDefinition extends Pick<ElementwiseDefinition, 'output' | 'accepts'> {
  readonly name: string;
  /** One instruction on x and y, or an expression in them. */
  readonly instruction: BinaryInstruction | ScalarExpression;
  /** The run-time numbers of the expression. */
  readonly numbers?: readonly number[];
  /** Null where the op is constant almost everywhere. */
  readonly vjp: BinaryVjp | null;
  /** Casts integers to float32 first. */
  readonly toFloat?: true;
}

/** A binary op on the promoted dtype. */
export function defineBinary(definition: BinaryDefinition): BinaryFunction {
  const { name, instruction, accepts = 'numbers', output = 'same', toFloat } = definition;
  const op = ofTensors(definition);
  const [ofNumberAndTensor, ofTensorAndNumber] =
    typeof instruction === 'string' ? withNumbers(definition, instruction) : [];
  return ((x: Operand, y: Operand) => {
    if (!(x instanceof Tensor || y instanceof Tensor)) {
      throw new TypeError(`${name}: expected a tensor, got ${typeof x} and ${typeof y}; wrap one in tensor(…)`);
    }
    const joined = joinTwoDTypes(name, x, y);
    const dtype = toFloat && !isFloat(joined) ? 'float32' : joined;
    const shape = joinTwoShapes(name, x, y);
    checkDType(name, dtype, accepts);
    const result = output === 'bool' ? 'bool' : dtype;
    if (ofNumberAndTensor !== undefined && typeof x === 'number') {
      const attributes = { left: toElement(x, dtype) };
      return buildNode(ofNumberAndTensor, [toTensor(y, dtype, shape)], attributes, shape, result);
    }
    if (ofTensorAndNumber !== undefined && typeof y === 'number') {
      const attributes = { right: toElement(y, dtype) };
      return buildNode(ofTensorAndNumber, [toTensor(x, dtype, shape)], attributes, shape, result);
    }
    return buildNode(op, [toTensor(x, dtype, shape), toTensor(y, dtype, shape)], undefined, shape, result);
  }) as BinaryFunction;
}

function ofTensors({ instruction, toFloat: _, ...rest }: BinaryDefinition): Op<undefined> {
  const expression = typeof instruction === 'string' ? binary(instruction, input(0), input(1)) : instruction;
  return defineElementwise({ ...rest, expression });
}

/**
 * The same op where one operand is a number: a run-time number of the expression, so that it takes neither a node nor
 * memory.
 */
function withNumbers(
  { name, output, accepts, vjp }: BinaryDefinition,
  instruction: BinaryInstruction,
): readonly [Op<{ readonly left: number }>, Op<{ readonly right: number }>] {
  const common = { name, output, accepts };
  const ofNumberAndTensor = defineElementwise<{ readonly left: number }>({
    ...common,
    expression: binary(instruction, runtimeNumber(0), input(0)),
    numbers: ({ left }) => [left],
    vjp: vjp && [({ cotangent, output, x, attributes: { left } }) => vjp[1]({ cotangent, output, x: left, y: x })],
  });
  const ofTensorAndNumber = defineElementwise<{ readonly right: number }>({
    ...common,
    expression: binary(instruction, input(0), runtimeNumber(0)),
    numbers: ({ right }) => [right],
    vjp: vjp && [({ cotangent, output, x, attributes: { right } }) => vjp[0]({ cotangent, output, x, y: right })],
  });
  return [ofNumberAndTensor, ofTensorAndNumber];
}

/** A binary op with a float result. */
export function defineFloatBinary(definition: Omit<BinaryDefinition, 'toFloat' | 'accepts'>): FloatBinaryFunction {
  return defineBinary({ ...definition, accepts: 'floats', toFloat: true }) as unknown as FloatBinaryFunction;
}

/** A binary op with a bool result. */
export function defineBoolBinary(definition: Omit<BinaryDefinition, 'vjp' | 'output' | 'toFloat'>): BoolBinaryFunction {
  return defineBinary({ ...definition, vjp: null, output: 'bool' }) as unknown as BoolBinaryFunction;
}
