import { budget, hostBytesMade } from '../graph/budget.js';
import { createdNodes, letGo, recent } from '../graph/node.js';
import { type AnyTensor, Flag, has } from '../graph/tensor.js';
import { tracing } from '../graph/tracing.js';
import { topologicalOrder } from '../graph/traverse.js';
import { isOnHost } from '../graph/value.js';
import { assigned, type BindingAttributes, bind, checkAssignable, describe, type Variable } from '../graph/variable.js';
import { compute, settle } from './evaluate.js';

/**
 * After so many steps of whatever Variables, a tensor that nobody differentiated loses its graph although the values it
 * was built from are still there: the model they belong to may long be dropped.
 */
const stepsUntilOld = 16;

/** The id of the newest node at each of the last steps. */
const stepEnds: number[] = [];

/**
 * Ends a training step: in one run, computes the new values of Variables, everything that was assigned since the last
 * step, the losses that `backward` was called on, and whatever is about to lose the values it was built from. All that
 * can fail comes first; then every Variable is flipped to its new value. After an error nothing has changed.
 *
 * Values from before the step stay readable until the next step that touches the same Variables.
 *
 * @param updates the Variables to replace, each with its new value (a tensor of its shape and dtype)
 */
export function step(updates: readonly (readonly [Variable, AnyTensor])[] = []): void {
  tracing.current?.refuse(
    'makes a step, as optimizers do',
    'compile valueAndGrad(loss), called on the parameters, and step outside; or assign Variables, which takes part in the next step',
  );
  checkDistinct(updates.map(([variable]) => variable));
  for (const [variable, value] of updates) checkAssignable(variable, value);
  const replacements = new Map(updates.map(([variable, value]) => [variable, bind(variable, value)]));
  const touched = new Set([...assigned, ...replacements.keys()]);

  thinOut();
  const expiring = new Set<AnyTensor>();
  for (const variable of touched) for (const binding of variable.retired) expiring.add(binding);
  const { tainted, done, passing } = sortOut(recent.nodes, expiring);
  const losses = recent.nodes.filter((node) => has(node, Flag.loss));
  try {
    // Losses first: where one fails, the error names the user's op and not one of the gradient's.
    compute([...losses, ...[...touched].map((variable) => variable.binding), ...replacements.values(), ...tainted]);
  } catch (error) {
    forgetBroken([...losses, ...tainted]);
    throw explained(error, touched);
  }

  const end = createdNodes();
  for (const variable of touched) {
    const current = replacements.get(variable) ?? variable.binding;
    const before = new Set([variable.committed, variable.binding]);
    before.delete(current);
    before.delete(undefined);
    variable.retired = [...(before as Set<AnyTensor>)];
    for (const binding of variable.retired) (binding.attributes as BindingAttributes).replacedAt = end;
    variable.binding = current;
    variable.committed = current;
  }
  assigned.clear();
  for (const binding of expiring) expire(binding);
  for (const node of losses) node.flags &= ~Flag.loss;
  for (const node of [...tainted, ...done]) if (node.value !== undefined) letGo(node);
  const finished = new Set([...done, ...passing]);
  recent.nodes = recent.nodes.filter((node) => concernsSteps(node) && !finished.has(node));
  stepEnds.push(end);
  if (stepEnds.length > stepsUntilOld) stepEnds.shift();
}

function checkDistinct(variables: readonly Variable[]): void {
  const seen = new Set<Variable>();
  for (const variable of variables) {
    if (seen.has(variable)) {
      throw new TypeError(`step: ${describe(variable)} is given two new values; add the changes up before the step`);
    }
    seen.add(variable);
  }
}

/** The error, or, where it comes from a pending assignment, one that says from which. It stays pending until replaced. */
function explained(error: unknown, touched: Iterable<Variable>): unknown {
  for (const variable of touched) {
    try {
      compute([variable.binding]);
    } catch (cause) {
      return new Error(
        `step: the value assigned to ${describe(variable)} cannot be computed: ${(cause as Error).message}; ` +
          'assign another value',
        { cause },
      );
    }
  }
  return error;
}

/** After an error: forgets unread tensors that cannot be computed, or they would make every later step fail, too. */
function forgetBroken(nodes: readonly AnyTensor[]): void {
  const broken = new Set<AnyTensor>();
  for (const node of nodes) {
    try {
      compute([node]);
    } catch {
      broken.add(node);
    }
  }
  recent.nodes = recent.nodes.filter((node) => !broken.has(node));
}

/** Whether a step may have to do something about the node: compute it in time, or take its graph away. */
function concernsSteps(node: AnyTensor): boolean {
  if (!has(node, Flag.stateful) || has(node, Flag.binding)) return false;
  // A running metric stands on unread nodes from before the last step.
  return !isInner(node) || node.oldest <= (stepEnds.at(-1) ?? 0);
}

/** Whether others are built on the unread node, so that it is computed along with those. */
function isInner(node: AnyTensor): boolean {
  return node.value === undefined && node.uses > 0 && !has(node, Flag.retained | Flag.loss);
}

/** Forgets recent inner nodes, unless they may be running metrics. */
function thinOut(): void {
  recent.nodes = recent.nodes.filter(concernsSteps);
}

/**
 * What the loss of some bindings means for the recent nodes: `tainted` ones are built on them, or old (their value must
 * be there before and is all that stays of them), `done` ones reach no Variable's value any more, or an expired one.
 * Inner nodes are `passing`, unless they were built on a value that a step had replaced by then. Those are running
 * metrics that something else was made of, say their mean so far; the next one will be built on them.
 */
function sortOut(
  nodes: readonly AnyTensor[],
  expiring: ReadonlySet<AnyTensor>,
): { readonly tainted: AnyTensor[]; readonly done: AnyTensor[]; readonly passing: AnyTensor[] } {
  const { order } = topologicalOrder(nodes, (node) =>
    has(node, Flag.binding) && node.value !== undefined ? [] : node.inputs,
  );
  const reaches = new Uint8Array(order.length);
  const reachesBinding = 1;
  const reachesExpiring = 2;
  const reachesExpired = 4;
  const firstReplaced = new Float64Array(order.length).fill(Number.POSITIVE_INFINITY);
  order.forEach((node, index) => {
    let bits = 0;
    let replaced = Number.POSITIVE_INFINITY;
    if (has(node, Flag.binding)) {
      bits = reachesBinding;
      replaced = (node.attributes as BindingAttributes).replacedAt;
    }
    if (expiring.has(node)) bits |= reachesExpiring;
    if (has(node, Flag.expired)) bits |= reachesExpired;
    // A computed binding ends the walk, a pending one depends on what it was assigned.
    for (const input of node.inputs) {
      bits |= reaches[input.slot] as number;
      replaced = Math.min(replaced, firstReplaced[input.slot] as number);
    }
    reaches[index] = bits;
    firstReplaced[index] = replaced;
  });
  const tainted: AnyTensor[] = [];
  const done: AnyTensor[] = [];
  const passing: AnyTensor[] = [];
  const oldest = stepEnds.length < stepsUntilOld ? 0 : (stepEnds[0] as number);
  for (const node of nodes) {
    const bits = reaches[node.slot] as number;
    const lost = (bits & reachesExpired) !== 0 || (bits & reachesBinding) === 0;
    if (isInner(node) && node.id <= (firstReplaced[node.slot] as number)) passing.push(node);
    else if (lost) done.push(node);
    else if ((bits & reachesExpiring) !== 0 || node.id <= oldest) tainted.push(node);
  }
  return { tainted, done, passing };
}

/** Takes a binding's value away. */
export function expire(binding: AnyTensor): void {
  if (binding.value !== undefined && !isOnHost(binding.value)) binding.value.release();
  binding.value = undefined;
  binding.inputs = [];
  binding.flags |= Flag.expired;
}

/**
 * Keeps the list of recent nodes short where no step comes along (a long evaluation, inference): forgets the inner
 * nodes and, past the budget, computes the outer ones and takes their graphs away, oldest first.
 */
export function tidyRecent(): void {
  thinOut();
  const last = recent.nodes.at(-1);
  if (last !== undefined) {
    const bytes = hostBytesMade();
    const tooOld = recent.nodes.filter(
      (node) =>
        last.id - node.id > budget.nodes ||
        bytes - node.bytesBefore > (node.value === undefined ? budget.bytes : budget.keptBytes),
    );
    settle(tooOld.filter((node) => !isInner(node)));
    const settled = new Set(tooOld);
    recent.nodes = recent.nodes.filter((node) => !settled.has(node) && concernsSteps(node));
  }
  recent.limit = Math.max(1024, 2 * recent.nodes.length);
}

/** @internal For tests: how many nodes the next step has to look at. */
export function recentCount(): number {
  return recent.nodes.length;
}
