import { scheduler } from '../graph/node.js';
import { Flag, has } from '../graph/tensor.js';
import type { Tree } from '../graph/tree.js';
import { readArguments } from './arguments.js';
import { difference } from './difference.js';
import { replay, runTraced } from './replay.js';
import type { Trace } from './trace.js';
import { TraceCache } from './trace-cache.js';
import { traceFunction } from './trace-function.js';

/**
 * A function that does what `f` does without building its graph again: the first two calls with arguments of the same
 * kind trace it, all others replay what they found. The results are computed at once, bit for bit those of `f`.
 *
 * What is new at each call: the values of tensors among the arguments, those of the Variables that `f` uses, and random
 * numbers, which are drawn as `f` would draw them. Variables that `f` assigns are assigned by each call, and take part in
 * the next step.
 *
 * What makes another trace: shapes and dtypes, numbers and other primitives among the arguments, how they are nested,
 * `trainable` of the Variables, training or evaluation of modules, and what is read through `guard`. 64 traces are kept.
 *
 * What `f` must not depend on: anything else that changes, such as a counter or `Math.random()`. Two traces that differ
 * are an error that says in what; what changes later than that goes unseen. Tensors that `f` uses from outside, other
 * than Variables, are constants.
 *
 * Inside of a transform, as in `grad(compile(f))`, and inside of another compiled function, it is `f` itself. Gradients do
 * not pass through the results otherwise: compile the function that takes them, as in `compile(valueAndGrad(loss))`.
 *
 * @param f takes tensors and numbers, also in nested arrays and plain objects; returns such a tree of tensors, or nothing
 * @example
 * const predict = compile((x: Tensor<[number, 784]>) => model.forward(x).argmax(-1));
 *
 * @throws TypeError at a call whose arguments or result hold something else
 * @throws Error at a call that traces `f`, where it reads a value that depends on an argument, a Variable or a random
 *   draw; where it steps, calls `backward`, or makes a Variable; where two traces differ. Then nothing has changed
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that only assigns Variables returns nothing.
export function compile<F extends (...args: never[]) => Tree | void>(f: F): F {
  const cache = new TraceCache();
  const call = (...args: readonly unknown[]): unknown => {
    const direct = (): unknown => f(...(args as never[]));
    if (scheduler.transforms > 0) return direct();
    const given = readArguments(args);
    const { key, tensors } = given;
    if (tensors.some((tensor) => has(tensor, Flag.symbolic))) return direct();
    const known = cache.find(key);
    if (known?.isConfirmed) return replay(known.trace, tensors);
    const trace = traceFunction(f, args, given);
    if (known === undefined) cache.add(key, trace);
    else {
      const before = known.trace;
      // What happens once only, when it is first called, may happen.
      known.trace = trace;
      refuseDifference(before, trace);
      known.isConfirmed = true;
    }
    return runTraced(trace, tensors);
  };
  return call as unknown as F;
}

function refuseDifference(before: Trace, after: Trace): void {
  const different = difference(before, after);
  if (different === undefined) return;
  after.draws.undo();
  throw new Error(
    `compile: the function does not do the same when it is called again: ${different}; let it depend on nothing that ` +
      'changes but its arguments and Variables: pass what changes as a tensor, or as a number, which makes a trace of ' +
      'its own, or read it through guard(…)',
  );
}
