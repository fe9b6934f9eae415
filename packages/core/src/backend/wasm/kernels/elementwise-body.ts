import type { BinaryInstruction, UnaryInstruction } from '../../scalar.js';
import type { Code, FunctionBuilder } from '../encoder/index.js';
import type { AccessKind } from './access.js';
import { computeBinary, computeSelect, computeUnary } from './elementwise-compute.js';
import { operandsOf, type TypedExpression, type TypedNode } from './elementwise-expression.js';
import { convert, keep, type Lanes } from './elementwise-lanes.js';

/** How often a value is computed: once, once a row, or for each group of elements. */
export type Level = 'kernel' | 'row' | 'group';

const levelOfAccess: Readonly<Record<AccessKind, Level>> = {
  scalar: 'kernel',
  row: 'row',
  contiguous: 'group',
  strided: 'group',
};

/** The level of each node: that of its operand that changes most often. */
export function levelsOf({ nodes }: TypedExpression, kinds: readonly AccessKind[]): Level[] {
  const levels: Level[] = [];
  for (const node of nodes) {
    if (node.kind === 'input') levels.push(levelOfAccess[kinds[node.index] as AccessKind]);
    else {
      const below = operandsOf(node).map((operand) => levels[operand]);
      levels.push(below.includes('group') ? 'group' : below.includes('row') ? 'row' : 'kernel');
    }
  }
  return levels;
}

/** Instructions of one or a few machine instructions. */
const cheap: ReadonlySet<UnaryInstruction | BinaryInstruction> = new Set([
  ...(['negate', 'abs', 'reciprocal', 'square', 'sqrt', 'floor', 'ceil', 'round', 'trunc', 'not', 'isNaN'] as const),
  ...(['add', 'subtract', 'multiply', 'divide', 'minimum', 'maximum', 'and', 'or', 'xor'] as const),
  ...(['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual'] as const),
]);

/** A rough count of instructions: whether the code around them is worth saving. */
export function costOf({ nodes }: TypedExpression): number {
  let cost = 0;
  for (const node of nodes) {
    if (node.kind === 'unary' || node.kind === 'binary') cost += cheap.has(node.instruction) ? 1 : 16;
    else if (node.kind !== 'number') cost += 1;
  }
  return cost;
}

/**
 * Writes the code of an expression's values. A value that is used once is written where it is used; all others go to
 * local variables.
 */
export class LaneWriter {
  readonly #f: FunctionBuilder;
  readonly #expression: TypedExpression;
  readonly #levels: readonly Level[];
  readonly #uses: readonly number[];
  readonly #lanes: Lanes[] = [];

  constructor(f: FunctionBuilder, expression: TypedExpression, levels: readonly Level[]) {
    this.#f = f;
    this.#expression = expression;
    this.#levels = levels;
    const uses = new Array<number>(expression.nodes.length).fill(0);
    for (const node of expression.nodes) {
      for (const operand of operandsOf(node)) uses[operand] = (uses[operand] as number) + 1;
    }
    for (const result of expression.results) {
      // With several results, all are computed before any is stored: the outputs may share the inputs' memory.
      uses[result] = (uses[result] as number) + expression.results.length;
    }
    this.#uses = uses;
  }

  /** Code that sets the variables of one level, for one or four groups of 4 elements. */
  write(level: Level, groups: 1 | 4, leaf: (place: number) => Lanes): Code {
    const code: Code[] = [];
    this.#expression.nodes.forEach((node, place) => {
      if (this.#levels[place] !== level || this.#uses[place] === 0) return;
      const lanes = this.#compute(node, place, groups, leaf);
      if (level === 'group' && this.#uses[place] === 1) this.#lanes[place] = lanes;
      else {
        const kept = keep(this.#f, lanes);
        code.push(kept.set);
        this.#lanes[place] = kept.lanes;
      }
    });
    return code;
  }

  /** A value's vectors, for one or four groups of 4 elements. */
  lanesOf(place: number, groups: 1 | 4): Lanes {
    const lanes = this.#lanes[place] as Lanes;
    // Values of an outer level are the same in all groups.
    return groups === 1 || this.#levels[place] === 'group' ? lanes : [...lanes, ...lanes, ...lanes, ...lanes];
  }

  #compute(node: TypedNode, place: number, groups: 1 | 4, leaf: (place: number) => Lanes): Lanes {
    const f = this.#f;
    const operand = (at: number): Lanes => this.lanesOf(at, groups);
    const dtypeOf = (at: number): TypedNode['dtype'] => (this.#expression.nodes[at] as TypedNode).dtype;
    switch (node.kind) {
      case 'input':
      case 'number':
        return leaf(place);
      case 'convert':
        return convert(f, operand(node.operand), dtypeOf(node.operand), node.dtype);
      case 'unary': {
        const dtypes = { operands: dtypeOf(node.operand), result: node.dtype };
        return computeUnary(f, node.instruction, operand(node.operand), dtypes);
      }
      case 'binary': {
        const dtypes = { operands: dtypeOf(node.left), result: node.dtype };
        return computeBinary(f, node.instruction, operand(node.left), operand(node.right), dtypes);
      }
      case 'select':
        return computeSelect(f, operand(node.condition), operand(node.whenTrue), operand(node.whenFalse), node.dtype);
    }
  }
}
