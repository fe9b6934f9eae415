import { recent, scheduler } from '../graph/node.js';
import { tracing } from '../graph/tracing.js';
import { generatorEvents } from '../random/generator.js';
import { standIn } from './argument.js';
import { type Arguments, withTensors } from './arguments.js';
import { FunctionTracer } from './function-tracer.js';
import { readResult } from './layout.js';
import { record } from './record.js';
import type { Trace } from './trace.js';

/**
 * Calls a function on stand-ins for its arguments and records what that would compute. Variables are as before;
 * generators have moved on, unless there was an error.
 *
 * @throws Error where the function does what cannot be replayed
 */
export function traceFunction(f: (...args: never[]) => unknown, args: readonly unknown[], given: Arguments): Trace {
  const tracer = new FunctionTracer();
  const remembered = recent.nodes.length;
  try {
    const standIns = given.tensors.map((tensor, index) => standIn(tensor, given.path(index)));
    const { result, assigned } = watch(tracer, () => readResult(f(...(withTensors(args, standIns) as never[]))));
    return record(tracer, standIns, result, assigned);
  } catch (error) {
    tracer.draws.undo();
    throw error;
  } finally {
    forget(remembered, tracer.start);
  }
}

/** Calls a function while the tracer is told what happens. */
function watch<Result>(
  tracer: FunctionTracer,
  call: () => Result,
): { readonly result: Result; readonly assigned: ReturnType<FunctionTracer['restoreVariables']> } {
  scheduler.transforms++;
  tracing.current = tracer;
  generatorEvents.listener = (event) => tracer.hears(event);
  let assigned: ReturnType<FunctionTracer['restoreVariables']>;
  let result: Result;
  try {
    result = call();
  } finally {
    generatorEvents.listener = undefined;
    tracing.current = undefined;
    scheduler.transforms--;
    assigned = tracer.restoreVariables();
  }
  tracer.finish();
  return { result, assigned };
}

/** Takes the traced nodes out of those that steps look after: nobody will read them. */
function forget(remembered: number, start: number): void {
  for (const { inputs } of recent.nodes.splice(remembered)) {
    for (const input of inputs) if (input.id <= start) input.uses--;
  }
}
