import type { DType } from '../../graph/dtype.js';
import type { ScalarExpression } from '../scalar.js';
import { arithmetic } from './arithmetic.js';
import { type Buffer, toFloat64 } from './buffer.js';
import { binaryTable, int32BinaryTable, int32UnaryTable, unaryTable } from './scalar-table.js';

/** Evaluates a scalar expression for all elements at once, one whole array per subexpression. */
export function runElementwise(
  expression: ScalarExpression,
  numbers: readonly number[],
  inputs: readonly Buffer[],
  output: Buffer,
): void {
  const size = output.data.length;
  const dtype = inputs[0]?.dtype ?? output.dtype;
  const values = evaluate(expression);
  store(values, output);

  function evaluate(part: ScalarExpression): Float64Array {
    switch (part.kind) {
      case 'input':
        return toFloat64(inputs[part.index] as Buffer);
      case 'number':
        return new Float64Array(size).fill(numbers[part.index] as number);
      case 'unary': {
        const operand = evaluate(part.operand);
        const exact = dtype === 'int32' ? int32UnaryTable[part.instruction] : undefined;
        const compute = exact ?? unaryTable[part.instruction];
        const result = new Float64Array(size);
        for (let i = 0; i < size; i++) result[i] = compute(operand[i] as number);
        return result;
      }
      case 'binary': {
        const left = evaluate(part.left);
        const right = evaluate(part.right);
        const result = new Float64Array(size);
        const exact = dtype === 'int32' ? int32BinaryTable[part.instruction] : undefined;
        const whole = exact === undefined ? arithmetic[part.instruction] : undefined;
        if (whole !== undefined) {
          whole(left, right, result);
          return result;
        }
        const compute = exact ?? binaryTable[part.instruction];
        for (let i = 0; i < size; i++) result[i] = compute(left[i] as number, right[i] as number);
        return result;
      }
      case 'select': {
        const condition = evaluate(part.condition);
        const whenTrue = evaluate(part.whenTrue);
        const whenFalse = evaluate(part.whenFalse);
        const result = new Float64Array(size);
        for (let i = 0; i < size; i++) result[i] = (condition[i] !== 0 ? whenTrue[i] : whenFalse[i]) as number;
        return result;
      }
    }
  }
}

/** Rounds to the output's dtype. Typed arrays round floats and wrap integers; bool asks what differs from zero. */
function store(values: Float64Array, { data, dtype }: { readonly data: Buffer['data']; readonly dtype: DType }): void {
  if (dtype === 'bool') for (let i = 0; i < data.length; i++) data[i] = Number(values[i] !== 0);
  else data.set(values);
}
