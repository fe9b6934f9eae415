import { resolve } from '../graph/node.js';
import { type AnyTensor, Flag, has } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';
import type { BindingAttributes, Variable } from '../graph/variable.js';
import { onesLike } from '../ops/creation/full.js';
import { identity } from '../ops/graph/identity.js';
import { checkScalar } from './grad.js';
import { Tape } from './tape.js';

/**
 * Adds ∂loss/∂v into `v.grad` for every trainable Variable v that the loss was built from. Nothing is computed yet: the
 * optimizer's step computes loss, gradients and updates in one run.
 *
 * @throws TypeError where the loss is no scalar float
 * @throws Error where no trainable Variable is below the loss, the way to one was let go, or the loss depends on a
 *   transform's placeholder
 */
export function backward(loss: AnyTensor): void {
  const output = resolve(loss);
  checkScalar('backward', [output]);
  if (has(output, Flag.symbolic)) {
    throw new Error(
      'backward: this loss depends on a placeholder of a transform such as vmap, so its gradients have no value to ' +
        'keep; call grad inside of the function, or return the loss and call backward outside',
    );
  }
  const walk = topologicalOrder([output], (node) => (leadsToBindings(node) ? node.inputs : none));
  const bindings: AnyTensor[] = [];
  for (const node of walk.order) {
    if (has(node, Flag.binding) && has(node, Flag.trainable)) bindings.push(node);
    else if (has(node, Flag.lost) && node.inputs.length === 0) {
      throw new Error(
        'backward: part of the graph below this loss was let go: it was built before a step that replaced its Variables, ' +
          'evaluated by itself past the budget, or is the result of a compiled function; build the loss anew after each step, detach the old part with ' +
          '.stopGradient(), for a single graph as large as that raise `budget`, or compile valueAndGrad(loss) in place of ' +
          'the loss',
      );
    }
  }
  if (bindings.length === 0) {
    throw new Error(
      'backward: this loss was not built from any trainable Variable; ' +
        'check that the parameters are Variables with trainable true and that no stopGradient cuts them off',
    );
  }
  const gradients = new Tape(walk, [output], bindings).pullback([onesLike(output)]);
  output.flags |= Flag.loss;
  bindings.forEach((binding, index) => {
    const gradient = gradients[index];
    if (gradient !== undefined) accumulate((binding.attributes as BindingAttributes).variable, gradient);
  });
}

const none: readonly AnyTensor[] = [];

/** Whether a trainable binding, or what is left of the way to one, is below the node. */
function leadsToBindings({ flags }: AnyTensor): boolean {
  return (flags & (Flag.trainable | Flag.lost)) !== 0 && (flags & Flag.binding) === 0;
}

function accumulate(variable: Variable, gradient: AnyTensor): void {
  const before = variable.grad;
  const total = before === null ? gradient : before.add(gradient);
  if (before !== null) before.flags &= ~Flag.retained;
  // Two Variables may get one node as their gradient; each needs a node of its own to keep or to drop.
  const sum = has(total, Flag.retained) ? identity(total) : total;
  sum.flags |= Flag.retained;
  variable.grad = sum;
}

/** Forgets the gradients that `backward` has added up. */
export function zeroGrad(variables: Iterable<Variable>): void {
  for (const variable of variables) {
    if (variable.grad !== null) variable.grad.flags &= ~Flag.retained;
    variable.grad = null;
  }
}

declare module '../graph/tensor.js' {
  interface TensorOps {
    /** Adds ∂this/∂v into `v.grad` for every trainable Variable below; see {@link backward}. */
    backward(this: AnyTensor): void;
  }
}
