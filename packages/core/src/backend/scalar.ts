/**
 * The closed scalar instruction set: what a backend can compute on one element. Every elementwise op lowers to an
 * expression over it. A backend's table is a mapped type over these names, so that a forgotten one does not compile.
 */

export const unaryInstructions = [
  'negate',
  'abs',
  'sign',
  'reciprocal',
  'square',
  'sqrt',
  'rsqrt',
  'exp',
  'exp2',
  'expm1',
  'log',
  'log2',
  'log10',
  'log1p',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'sigmoid',
  'softplus',
  'erf',
  'erfc',
  'floor',
  'ceil',
  'round',
  'trunc',
  'isNaN',
  'isFinite',
  'not',
] as const;

export const binaryInstructions = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'floorDivide',
  'fmod',
  'remainder',
  'power',
  'atan2',
  'hypot',
  'minimum',
  'maximum',
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
  'and',
  'or',
  'xor',
] as const;

export type UnaryInstruction = (typeof unaryInstructions)[number];
export type BinaryInstruction = (typeof binaryInstructions)[number];

/** A scalar expression over the elements of a node's inputs at one position. */
export type ScalarExpression =
  | { readonly kind: 'input'; readonly index: number }
  /** The node's run-time number of that index: opaque to every pass, so that a plan serves any value of it. */
  | { readonly kind: 'number'; readonly index: number }
  | { readonly kind: 'unary'; readonly instruction: UnaryInstruction; readonly operand: ScalarExpression }
  | {
      readonly kind: 'binary';
      readonly instruction: BinaryInstruction;
      readonly left: ScalarExpression;
      readonly right: ScalarExpression;
    }
  /** `condition ? whenTrue : whenFalse`; both sides are defined, neither is skipped. */
  | {
      readonly kind: 'select';
      readonly condition: ScalarExpression;
      readonly whenTrue: ScalarExpression;
      readonly whenFalse: ScalarExpression;
    };

export const input = (index: number): ScalarExpression => ({ kind: 'input', index });

export const runtimeNumber = (index: number): ScalarExpression => ({ kind: 'number', index });

export const unary = (instruction: UnaryInstruction, operand: ScalarExpression): ScalarExpression => ({
  kind: 'unary',
  instruction,
  operand,
});

export const binary = (
  instruction: BinaryInstruction,
  left: ScalarExpression,
  right: ScalarExpression,
): ScalarExpression => ({ kind: 'binary', instruction, left, right });

export const select = (
  condition: ScalarExpression,
  whenTrue: ScalarExpression,
  whenFalse: ScalarExpression,
): ScalarExpression => ({ kind: 'select', condition, whenTrue, whenFalse });
