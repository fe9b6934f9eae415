import { createLeaf } from '../graph/node.js';
import { freezeOp, type Op } from '../graph/op.js';
import { type AnyTensor, Flag } from '../graph/tensor.js';
import { Variable } from '../graph/variable.js';

interface ArgumentAttributes {
  /** Where it stands among the arguments: `argument 1.weight`. */
  readonly path: string;
}

/** What stands for an argument's tensor while a function is traced. */
const argumentOp: Op<ArgumentAttributes> = freezeOp({
  name: 'argument',
  traits: {},
  shape: () => [],
  dtype: () => 'float32',
  vjp: () => undefined,
  batch: () => {
    throw new Error('argument: it has no inputs to batch');
  },
  lower: (_, { path }) => {
    throw new Error(
      `compile: this tensor was made of ${path} while a function was traced, and has no value; ` +
        'return what is needed outside of a compiled function',
    );
  },
});

/**
 * A leaf without a value in the place of an argument. It counts as stateful, as a Variable's value does: the next call
 * may bring another one.
 */
export function standIn(argument: AnyTensor, path: string): AnyTensor {
  const leaf = createLeaf(argumentOp as Op, { path }, argument.shape, argument.dtype, Flag.stateful);
  if (argument instanceof Variable) Object.defineProperty(leaf, 'assign', { value: () => refuseToAssign(path) });
  return leaf;
}

/** Where the argument stands that a node stands for, if it does. */
export function argumentPath({ op, attributes }: AnyTensor): string | undefined {
  return op === (argumentOp as Op) ? (attributes as ArgumentAttributes).path : undefined;
}

function refuseToAssign(path: string): never {
  throw new Error(
    `compile: the function assigns ${path}, a Variable of which it gets the value alone; let it use the Variable ` +
      'itself, from outside, in place of an argument',
  );
}
