import type { Program, Step } from '../backend/contract.js';
import { countHostBytes } from '../graph/budget.js';
import { bytesPerElement } from '../graph/dtype.js';
import { createLeaf, resolve, sourceOp } from '../graph/node.js';
import { sizeOf } from '../graph/shape.js';
import { type AnyTensor, Flag, has } from '../graph/tensor.js';
import { isOnHost, type Value } from '../graph/value.js';
import type { Variable } from '../graph/variable.js';
import type { RandomKey } from '../random/philox.js';
import { compute, runProgram } from '../schedule/evaluate.js';
import { expire } from '../schedule/step.js';
import { buildResult } from './layout.js';
import { isRandom } from './record.js';
import type { ComputedOutput, Origin, Trace } from './trace.js';

/** Does again what a trace recorded, with other arguments, the Variables as they are now, and fresh random keys. */
export function replay(trace: Trace, tensors: readonly AnyTensor[]): unknown {
  if (trace.draws.isEmpty) return run(trace, trace.steps, tensors);
  const { keys, undo } = trace.draws.repeat();
  try {
    return run(trace, withKeys(trace, keys), tensors);
  } catch (error) {
    undo();
    throw error;
  }
}

/** Does what a trace recorded with the keys that it drew itself, once. */
export function runTraced(trace: Trace, tensors: readonly AnyTensor[]): unknown {
  try {
    return run(trace, trace.steps, tensors);
  } catch (error) {
    trace.draws.undo();
    throw error;
  }
}

function withKeys({ steps, keyed }: Trace, keys: readonly RandomKey[]): readonly Step[] {
  if (keyed.length === 0) return steps;
  const fresh = steps.slice();
  for (const { step, draw } of keyed) {
    const before = steps[step] as Step;
    const { lowering } = before;
    if (!isRandom(lowering)) continue;
    const parameters = { ...lowering.parameters, key: keys[draw] as RandomKey };
    fresh[step] = { ...before, lowering: { ...lowering, parameters } };
  }
  return fresh;
}

function run(trace: Trace, steps: readonly Step[], tensors: readonly AnyTensor[]): unknown {
  const { slots, results, assignments, computed, outputs, layout } = trace;
  const sources = sourcesOf(trace, tensors);
  const values = results.length === 0 ? [] : runProgram({ slots, sources, steps, results, structure: trace });
  // Nothing fails from here on.
  const made = computed.map((output, index) => leafOf(output, values[index] as Value, tensors));
  for (const { variable, result } of assignments) assign(variable, values[result] as Value);
  return buildResult(
    layout,
    outputs.map((output) => {
      if (output.kind === 'argument') return tensors[output.index] as AnyTensor;
      return output.kind === 'same' ? output.tensor : (made[output.result] as AnyTensor);
    }),
  );
}

function assign(variable: Variable, value: Value): void {
  const { binding: before, committed, shape, dtype } = variable;
  const leaf = createLeaf(sourceOp, undefined, shape, dtype, 0);
  leaf.value = value;
  variable.assign(leaf);
  // The Variable holds it now.
  if (!isOnHost(value)) value.release();
  // Where no step comes along, values that nobody used would pile up.
  if (before !== committed && before.uses === 0) expire(before);
}

function sourcesOf({ sources }: Trace, tensors: readonly AnyTensor[]): Program['sources'] {
  let missing: AnyTensor[] | undefined;
  const found: { slot: number; value: Value }[] = [];
  for (let index = 0; index < sources.length; index++) {
    const { slot, origin } = sources[index] as Trace['sources'][number];
    if (origin.kind === 'constant') {
      found.push({ slot, value: origin.value });
      continue;
    }
    const node = nodeOf(origin, tensors);
    if (node.value === undefined) {
      missing ??= [];
      missing.push(node);
    }
    found.push({ slot, value: node.value as Value });
  }
  if (missing === undefined) return found;
  compute(missing);
  return sourcesOf({ sources } as Trace, tensors);
}

function nodeOf(origin: Exclude<Origin, { readonly kind: 'constant' }>, tensors: readonly AnyTensor[]): AnyTensor {
  return origin.kind === 'variable' ? origin.variable.binding : resolve(tensors[origin.index] as AnyTensor);
}

/** A tensor with the value alone. Where it depends on trainable Variables, their gradients are out of reach. */
function leafOf({ spec, isLost, reaches }: ComputedOutput, value: Value, tensors: readonly AnyTensor[]): AnyTensor {
  const { shape, dtype } = spec;
  countHostBytes(sizeOf(shape) * bytesPerElement[dtype]);
  let lost = isLost;
  for (let index = 0; index < reaches.length && !lost; index++) {
    lost = has(resolve(tensors[reaches[index] as number] as AnyTensor), Flag.trainable | Flag.lost);
  }
  const leaf = createLeaf(sourceOp, undefined, shape, dtype, lost ? Flag.lost : 0);
  leaf.value = value;
  return leaf;
}
