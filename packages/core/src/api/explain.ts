import type { PlanDescription } from '../backend/contract.js';
import { flatten, type Tree } from '../graph/tree.js';
import { currentBackend, preview } from '../schedule/evaluate.js';
import { formatPlan } from './format-plan.js';

/** The plan of some tensors: plain data, and a table of it. */
export interface Explanation extends PlanDescription {
  /** The plan as a table; `console.log(explanation)` and `${explanation}` show it. */
  format(): string;
}

/**
 * How the current backend would compute tensors, were they read now: which kernels, which ops each joins, what these read
 * and write, how much memory it takes. What has a value already takes no step. Nothing is computed, and nothing that later
 * evaluations go by changes.
 *
 * @param tree a tensor, or a tree of tensors that are evaluated together
 * @example
 * console.log(explain(loss)); // a table
 * explain({ loss, accuracy }).flops;
 *
 * @throws Error where a tensor has no value to compute, inside of `vmap` for instance
 */
export function explain(tree: Tree): Explanation {
  const program = preview(flatten('explain', tree).leaves);
  const explanation = { ...currentBackend().explain(program) };
  const format = (): string => formatPlan(explanation);
  for (const name of ['format', 'toString', Symbol.for('nodejs.util.inspect.custom')]) {
    // JSON and copies hold the data alone.
    Object.defineProperty(explanation, name, { value: format, enumerable: false });
  }
  return explanation as PlanDescription as Explanation;
}
