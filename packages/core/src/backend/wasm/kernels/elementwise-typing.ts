import { type DType, isFloat } from '../../../graph/dtype.js';
import type { BinaryInstruction, ScalarExpression, UnaryInstruction } from '../../scalar.js';
import { isOnIntegers } from './elementwise-compute.js';
import { ExpressionBuilder, type TypedExpression } from './elementwise-expression.js';

/** The expression of one elementwise step, from what its inputs and its output hold. */
export function typeExpression(
  expression: ScalarExpression,
  inputs: readonly DType[],
  output: DType,
  numbersFitInt32: boolean,
): TypedExpression {
  const builder = new ExpressionBuilder();
  const places = inputs.map((dtype, index) => builder.input(index, dtype));
  const dtype = numberDType(inputs, output, numbersFitInt32);
  const result = addExpression(builder, expression, places, (index) => builder.number(index, dtype));
  return builder.build([builder.convert(result, output)]);
}

/**
 * Writes an expression over values that are there already; gives the place of its value. Each instruction computes in
 * the dtype that its operands join to: floats and int32 in themselves, bool and uint8 as int32. What int32 vectors
 * cannot do exactly is done in float64, as integers are there.
 */
export function addExpression(
  builder: ExpressionBuilder,
  expression: ScalarExpression,
  inputs: readonly number[],
  number: (index: number) => number,
): number {
  const places = new Map<ScalarExpression, number>();
  const pending = [expression];
  while (pending.length > 0) {
    const part = pending[pending.length - 1] as ScalarExpression;
    const missing = partsOf(part).filter((child) => !places.has(child));
    if (missing.length > 0 && !places.has(part)) {
      pending.push(...missing);
      continue;
    }
    pending.pop();
    if (!places.has(part)) places.set(part, addPart(builder, part, inputs, number, places));
  }
  return places.get(expression) as number;
}

function partsOf(part: ScalarExpression): readonly ScalarExpression[] {
  switch (part.kind) {
    case 'input':
    case 'number':
      return [];
    case 'unary':
      return [part.operand];
    case 'binary':
      return [part.left, part.right];
    case 'select':
      return [part.condition, part.whenTrue, part.whenFalse];
  }
}

function addPart(
  builder: ExpressionBuilder,
  part: ScalarExpression,
  inputs: readonly number[],
  number: (index: number) => number,
  places: ReadonlyMap<ScalarExpression, number>,
): number {
  const placeOf = (child: ScalarExpression): number => places.get(child) as number;
  switch (part.kind) {
    case 'input':
      return inputs[part.index] as number;
    case 'number':
      return number(part.index);
    case 'unary':
      return addUnary(builder, part.instruction, placeOf(part.operand));
    case 'binary':
      return addBinary(builder, part.instruction, placeOf(part.left), placeOf(part.right));
    case 'select': {
      const condition = builder.convert(placeOf(part.condition), 'bool');
      const [whenTrue, whenFalse] = [placeOf(part.whenTrue), placeOf(part.whenFalse)];
      const dtype = join(builder.dtypeOf(whenTrue), builder.dtypeOf(whenFalse));
      return builder.select(condition, builder.convert(whenTrue, dtype), builder.convert(whenFalse, dtype));
    }
  }
}

function addUnary(builder: ExpressionBuilder, instruction: UnaryInstruction, operand: number): number {
  if (instruction === 'not') return builder.unary(instruction, builder.convert(operand, 'bool'), 'bool');
  const dtype = computing(builder.dtypeOf(operand), isOnIntegers(instruction));
  const result = instruction === 'isNaN' || instruction === 'isFinite' ? 'bool' : dtype;
  return builder.unary(instruction, builder.convert(operand, dtype), result);
}

function addBinary(builder: ExpressionBuilder, instruction: BinaryInstruction, left: number, right: number): number {
  if (logical.has(instruction)) {
    return builder.binary(instruction, builder.convert(left, 'bool'), builder.convert(right, 'bool'), 'bool');
  }
  const isComparison = comparisons.has(instruction);
  const joined = join(builder.dtypeOf(left), builder.dtypeOf(right));
  const dtype = computing(joined, isOnIntegers(instruction));
  const result = isComparison ? 'bool' : dtype;
  return builder.binary(instruction, builder.convert(left, dtype), builder.convert(right, dtype), result);
}

const comparisons: ReadonlySet<BinaryInstruction> = new Set([
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
]);
const logical: ReadonlySet<BinaryInstruction> = new Set(['and', 'or', 'xor']);

function computing(dtype: DType, onIntegers: boolean): 'float32' | 'float64' | 'int32' {
  if (isFloat(dtype)) return dtype;
  return onIntegers ? 'int32' : 'float64';
}

const order: Readonly<Record<DType, number>> = { bool: 0, uint8: 1, int32: 2, float32: 3, float64: 4 };

/** A dtype that holds all values of both. */
function join(a: DType, b: DType): DType {
  if (a === b) return a;
  if ((a === 'int32' && b === 'float32') || (a === 'float32' && b === 'int32')) return 'float64';
  return order[a] > order[b] ? a : b;
}

/** Numbers adopt the dtype of what they meet. Integers meet a number that no int32 is in float64. */
export function numberDType(
  inputs: readonly DType[],
  output: DType,
  numbersFitInt32: boolean,
): 'float32' | 'float64' | 'int32' {
  if (inputs.length === 0) return isFloat(output) || output === 'int32' ? output : 'float64';
  const dtype = inputs.reduce(join);
  if (isFloat(dtype)) return dtype;
  return numbersFitInt32 ? 'int32' : 'float64';
}
