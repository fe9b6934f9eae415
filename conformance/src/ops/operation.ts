import type { AnyTensor } from '@adjoint/core';
import type { Attributes } from '../attributes.js';

/** One tensor or several, as an op returns them. */
export type OpResult = AnyTensor | readonly AnyTensor[];

/** A tensor and its name in the case. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: AnyTensor;
}

/** An op of the files, composed from the public functions of Adjoint: differentiable, and usable within a graph. */
export interface FunctionOperation {
  readonly kind: 'function';
  /** The inputs in order, a name with `?` optional; undefined for an op of any number of inputs. */
  readonly signature: readonly string[] | undefined;
  /** Whether the result is a sum of products of inputs, so that rounding errors go with the sum of absolute values. */
  readonly isSum?: true;
  apply(operands: readonly (AnyTensor | undefined)[], attributes: Attributes, names: readonly string[]): OpResult;
}

/** A training run: the parameters after each step, one tensor a parameter, and the loss before each step. */
export interface TrainingOperation {
  readonly kind: 'training';
  train(inputs: readonly NamedTensor[], attributes: Attributes): TrainingRun;
}

export interface TrainingRun {
  readonly outputs: readonly AnyTensor[];
  readonly losses: AnyTensor | undefined;
}

/** An op whose result is a few named numbers. */
export interface NumbersOperation {
  readonly kind: 'numbers';
  compute(attributes: Attributes): Readonly<Record<string, number>>;
}

export type Operation = FunctionOperation | TrainingOperation | NumbersOperation;

/** Operations by their names in the files. */
export type Operations = Readonly<Record<string, Operation>>;

type Operands<Names extends readonly string[]> = {
  readonly [I in keyof Names]: Names[I] extends `${string}?` ? AnyTensor | undefined : AnyTensor;
};

/** An op with named inputs: `operation(['x', 'weight', 'bias?'], ([x, weight, bias], attributes) => …)`. */
export function operation<const Names extends readonly string[]>(
  signature: Names,
  apply: (operands: Operands<Names>, attributes: Attributes) => OpResult,
): FunctionOperation {
  return {
    kind: 'function',
    signature,
    apply: (operands, attributes) => apply(operands as Operands<Names>, attributes),
  };
}

/** An op of one input, x. */
export function unary(apply: (x: AnyTensor, attributes: Attributes) => OpResult): FunctionOperation {
  return operation(['x'], ([x], attributes) => apply(x, attributes));
}

/** An op of two inputs, x and y. */
export function binary(apply: (x: AnyTensor, y: AnyTensor, attributes: Attributes) => OpResult): FunctionOperation {
  return operation(['x', 'y'], ([x, y], attributes) => apply(x, y, attributes));
}

/** An op of any number of inputs. */
export function variadic(
  apply: (operands: readonly AnyTensor[], attributes: Attributes, names: readonly string[]) => OpResult,
): FunctionOperation {
  return {
    kind: 'function',
    signature: undefined,
    apply: (operands, attributes, names) => apply(operands as readonly AnyTensor[], attributes, names),
  };
}

/** Marks an op whose result is a sum of products of its inputs. */
export function sumOf(operation: FunctionOperation): FunctionOperation {
  return { ...operation, isSum: true };
}

/** Puts named inputs into the order of the op's signature. */
export function arrange(
  signature: readonly string[] | undefined,
  inputs: readonly NamedTensor[],
): (AnyTensor | undefined)[] {
  if (signature === undefined) return inputs.map(({ tensor }) => tensor);
  const names = signature.map((name) => name.replace('?', ''));
  const unknown = inputs.find(({ name }) => !names.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`there is no input '${unknown.name}'; the op takes ${signature.join(', ')}`);
  return signature.map((name) => {
    const input = inputs.find((each) => each.name === name.replace('?', ''));
    if (input === undefined && !name.endsWith('?')) {
      throw new TypeError(`input '${name}' is missing; the op takes ${signature.join(', ')}`);
    }
    return input?.tensor;
  });
}

/** An op named inside a case that this runner does not know. */
export class UnknownOpError extends Error {
  override readonly name = 'UnknownOpError';
  readonly op: string;

  constructor(op: string) {
    super(`there is no op '${op}'`);
    this.op = op;
  }
}
