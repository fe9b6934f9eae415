import { type BinaryInstruction, binary, input, type ScalarExpression } from '../../backend/scalar.js';
import { type DType, isFloat, type ToFloat } from '../../graph/dtype.js';
import { createNode } from '../../graph/node.js';
import { type AnyTensor, Tensor } from '../../graph/tensor.js';
import type { BroadcastOperand, BroadcastResult } from '../../types/index.js';
import { type JoinedDType, joinDTypes, type Operand, type OperandShape, unify } from '../operand.js';
import { defineElementwise, type ElementwiseDefinition, type ElementwiseVjp } from './define.js';

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

interface BinaryDefinition extends Pick<ElementwiseDefinition, 'output' | 'accepts' | 'numbers'> {
  readonly name: string;
  /** One instruction on x and y, or an expression in them. */
  readonly instruction: BinaryInstruction | ScalarExpression;
  /** ∂L/∂x and ∂L/∂y, or null where the op is constant almost everywhere. */
  readonly vjp: readonly [ElementwiseVjp, ElementwiseVjp] | null;
  /** Casts integers to float32 first. */
  readonly toFloat?: true;
}

/** A binary op on the promoted dtype. */
export function defineBinary(definition: BinaryDefinition): BinaryFunction {
  const { instruction, toFloat: castsToFloat, ...rest } = definition;
  const expression = typeof instruction === 'string' ? binary(instruction, input(0), input(1)) : instruction;
  const op = defineElementwise({ ...rest, expression });
  const dtypeOf = (operands: readonly Operand[]): DType => {
    const dtype = joinDTypes(definition.name, operands);
    return castsToFloat && !isFloat(dtype) ? 'float32' : dtype;
  };
  return ((x: Operand, y: Operand) => {
    if (!(x instanceof Tensor || y instanceof Tensor)) {
      throw new TypeError(
        `${definition.name}: expected a tensor, got ${typeof x} and ${typeof y}; wrap one in tensor(…)`,
      );
    }
    return createNode(op, unify(definition.name, [x, y], dtypeOf([x, y])), undefined);
  }) as BinaryFunction;
}

/** A binary op with a float result. */
export function defineFloatBinary(definition: Omit<BinaryDefinition, 'toFloat' | 'accepts'>): FloatBinaryFunction {
  return defineBinary({ ...definition, accepts: 'floats', toFloat: true }) as unknown as FloatBinaryFunction;
}

/** A binary op with a bool result. */
export function defineBoolBinary(definition: Omit<BinaryDefinition, 'vjp' | 'output' | 'toFloat'>): BoolBinaryFunction {
  return defineBinary({ ...definition, vjp: null, output: 'bool' }) as unknown as BoolBinaryFunction;
}
