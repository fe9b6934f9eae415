import fc from 'fast-check';
import { type Buffer, createBuffer } from '../../../src/backend/reference/buffer.js';
import { runElementwise } from '../../../src/backend/reference/elementwise.js';
import {
  type BinaryInstruction,
  binary,
  input,
  runtimeNumber,
  type ScalarExpression,
  select,
  type UnaryInstruction,
  unary,
} from '../../../src/backend/scalar.js';
import type { DType } from '../../../src/graph/dtype.js';
import type { Shape } from '../../../src/graph/shape.js';

/** A random expression and what it is over. */
export interface Drawn {
  readonly expression: ScalarExpression;
  readonly inputs: readonly DType[];
  readonly numbers: readonly number[];
  /** The dtype of the operands of all instructions but logical ones. */
  readonly compute: 'float32' | 'float64' | 'int32';
  /** The dtype to store. */
  readonly dtype: DType;
}

type Compute = Drawn['compute'];

const unaries: Readonly<Record<Compute, readonly UnaryInstruction[]>> = {
  float32: ['negate', 'abs', 'square', 'sqrt', 'reciprocal', 'floor', 'trunc', 'sign'],
  float64: ['negate', 'abs', 'square', 'sqrt', 'reciprocal', 'ceil', 'round', 'sign'],
  int32: ['negate', 'abs', 'square', 'sign'],
};
const binaries: Readonly<Record<Compute, readonly BinaryInstruction[]>> = {
  float32: ['add', 'subtract', 'multiply', 'divide', 'minimum', 'maximum'],
  float64: ['add', 'subtract', 'multiply', 'divide', 'minimum', 'maximum'],
  int32: ['add', 'subtract', 'multiply', 'minimum', 'maximum', 'remainder', 'floorDivide'],
};
const comparisons: readonly BinaryInstruction[] = ['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual'];
const logical: readonly BinaryInstruction[] = ['and', 'or', 'xor'];
const numbers = [0.5, -3, 2];
const integers = [7, -3, 2];

/** Expressions over two numbers of one dtype and a bool, every instruction of which is exact or rounded once. */
export const expressions: fc.Arbitrary<Drawn> = fc
  .constantFrom<Compute>('float32', 'float64', 'int32')
  .chain((compute) => {
    const { value, truth } = trees(compute);
    const ofNumbers = fc.tuple(
      value,
      fc.constantFrom<DType>(compute, compute, compute, 'bool', 'float64', 'int32', 'uint8'),
    );
    const drawn = fc.oneof(
      { weight: 3, arbitrary: ofNumbers },
      fc.tuple(truth, fc.constantFrom<DType>('bool', 'float32')),
    );
    return drawn.map(([expression, dtype]) => ({
      expression,
      compute,
      dtype,
      inputs: [compute, compute, 'bool'] as const,
      numbers: compute === 'int32' ? integers : numbers,
    }));
  });

function trees(compute: Compute): { value: fc.Arbitrary<ScalarExpression>; truth: fc.Arbitrary<ScalarExpression> } {
  return fc.letrec<{ value: ScalarExpression; truth: ScalarExpression }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(input(0), input(1), runtimeNumber(0), runtimeNumber(1), runtimeNumber(2)),
      fc.tuple(fc.constantFrom(...unaries[compute]), tie('value')).map(([name, operand]) => unary(name, operand)),
      fc
        .tuple(fc.constantFrom(...binaries[compute]), tie('value'), tie('value'))
        .map(([name, left, right]) => binary(name, left, right)),
      fc.tuple(tie('truth'), tie('value'), tie('value')).map(([condition, yes, no]) => select(condition, yes, no)),
    ),
    truth: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant(input(2)),
      fc
        .tuple(fc.constantFrom(...comparisons), tie('value'), tie('value'))
        .map(([name, left, right]) => binary(name, left, right)),
      fc
        .tuple(fc.constantFrom(...logical), tie('truth'), tie('truth'))
        .map(([name, left, right]) => binary(name, left, right)),
      tie('truth').map((operand) => unary('not', operand)),
      tie('value').map((operand) => unary('isNaN', operand)),
    ),
  }));
}

/** The value by the reference, each part rounded to its dtype before the next one uses it, as op by op. */
export function stepwise(
  { expression, numbers: values, compute, dtype }: Drawn,
  inputs: readonly Buffer[],
  shape: Shape,
): Buffer {
  const store = (part: ScalarExpression, operands: readonly Buffer[], to: DType): Buffer => {
    const output = createBuffer({ shape, dtype: to });
    runElementwise(part, values, operands, output);
    return output;
  };
  const operand = [input(0), input(1), input(2)] as const;
  const evaluate = (part: ScalarExpression): Buffer => {
    switch (part.kind) {
      case 'input':
        return inputs[part.index] as Buffer;
      case 'number':
        return store(part, [], compute);
      case 'unary': {
        const isTest = part.instruction === 'not' || part.instruction === 'isNaN';
        return store(unary(part.instruction, operand[0]), [evaluate(part.operand)], isTest ? 'bool' : compute);
      }
      case 'binary': {
        const isTest = comparisons.includes(part.instruction) || logical.includes(part.instruction);
        const operands = [evaluate(part.left), evaluate(part.right)];
        return store(binary(part.instruction, operand[0], operand[1]), operands, isTest ? 'bool' : compute);
      }
      case 'select': {
        const operands = [evaluate(part.condition), evaluate(part.whenTrue), evaluate(part.whenFalse)];
        return store(select(...operand), operands, compute);
      }
    }
  };
  return store(operand[0], [evaluate(expression)], dtype);
}
