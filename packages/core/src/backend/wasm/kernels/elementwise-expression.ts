import type { DType } from '../../../graph/dtype.js';
import type { BinaryInstruction, UnaryInstruction } from '../../scalar.js';

/**
 * One value of a typed expression. Operands are places in the list of nodes, always earlier ones. The dtype is that of
 * the value; instructions compute in the dtype of their operands, which is one and the same.
 */
export type TypedNode =
  | { readonly kind: 'input'; readonly dtype: DType; readonly index: number }
  /** A run-time number, rounded to float32 or float64 or wrapped to int32. */
  | { readonly kind: 'number'; readonly dtype: DType; readonly index: number }
  /** The value in another dtype, as `cast` has it. */
  | { readonly kind: 'convert'; readonly dtype: DType; readonly operand: number }
  | { readonly kind: 'unary'; readonly dtype: DType; readonly instruction: UnaryInstruction; readonly operand: number }
  | {
      readonly kind: 'binary';
      readonly dtype: DType;
      readonly instruction: BinaryInstruction;
      readonly left: number;
      readonly right: number;
    }
  | {
      readonly kind: 'select';
      readonly dtype: DType;
      readonly condition: number;
      readonly whenTrue: number;
      readonly whenFalse: number;
    };

/**
 * Scalar expressions with a dtype at every node, as straight-line code in which no two nodes are the same: what an
 * elementwise kernel computes. Chains of ops fuse by writing into one builder.
 */
export interface TypedExpression {
  readonly nodes: readonly TypedNode[];
  /** The nodes to store, each in its dtype. */
  readonly results: readonly number[];
  /** The indices of the run-time numbers, in the order of their nodes. */
  readonly numbers: readonly number[];
  /** Says everything about the expression. */
  readonly key: string;
}

/** The places of a node's operands. */
export function operandsOf(node: TypedNode): readonly number[] {
  switch (node.kind) {
    case 'input':
    case 'number':
      return [];
    case 'convert':
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'select':
      return [node.condition, node.whenTrue, node.whenFalse];
  }
}

/** Collects nodes; asking again for what is there already gives the same place. */
export class ExpressionBuilder {
  readonly #nodes: TypedNode[] = [];
  readonly #keys: string[] = [];
  readonly #places = new Map<string, number>();

  dtypeOf(place: number): DType {
    return (this.#nodes[place] as TypedNode).dtype;
  }

  input(index: number, dtype: DType): number {
    return this.#add({ kind: 'input', dtype, index }, `i${index}:${dtype}`);
  }

  number(index: number, dtype: 'float32' | 'float64' | 'int32'): number {
    return this.#add({ kind: 'number', dtype, index }, `n${index}:${dtype}`);
  }

  convert(operand: number, dtype: DType): number {
    if (this.dtypeOf(operand) === dtype) return operand;
    return this.#add({ kind: 'convert', dtype, operand }, `${dtype}(${operand})`);
  }

  unary(instruction: UnaryInstruction, operand: number, dtype: DType): number {
    return this.#add({ kind: 'unary', dtype, instruction, operand }, `${instruction}(${operand})`);
  }

  binary(instruction: BinaryInstruction, left: number, right: number, dtype: DType): number {
    return this.#add({ kind: 'binary', dtype, instruction, left, right }, `${instruction}(${left},${right})`);
  }

  select(condition: number, whenTrue: number, whenFalse: number): number {
    const dtype = this.dtypeOf(whenTrue);
    const key = `select(${condition},${whenTrue},${whenFalse})`;
    return this.#add({ kind: 'select', dtype, condition, whenTrue, whenFalse }, key);
  }

  build(results: readonly number[]): TypedExpression {
    const nodes = this.#nodes.slice();
    const numbers = nodes.flatMap((node) => (node.kind === 'number' ? [node.index] : []));
    return { nodes, results, numbers, key: `${this.#keys.join(';')}=>${results.join()}` };
  }

  #add(node: TypedNode, key: string): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.#nodes.length;
    this.#nodes.push(node);
    this.#keys.push(key);
    this.#places.set(key, place);
    return place;
  }
}
