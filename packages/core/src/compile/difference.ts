import type { SlotSpec, Step } from '../backend/contract.js';
import { showShape } from '../graph/shape.js';
import { hostValue, type Value } from '../graph/value.js';
import { describe } from '../graph/variable.js';
import { isRandom } from './record.js';
import type { Origin, Output, Trace } from './trace.js';

/**
 * What differs between two traces of calls that should do the same, as part of a sentence: `the run-time number of op
 * 'mul' changed from 1 to 2`. Undefined where nothing does.
 */
export function difference(before: Trace, after: Trace): string | undefined {
  return (
    differentAssigned(before, after) ??
    differentSteps(before, after) ??
    differentSources(before, after) ??
    before.draws.difference(after.draws) ??
    differentOutputs(before, after)
  );
}

function differentSteps(before: Trace, after: Trace): string | undefined {
  const count = Math.max(before.steps.length, after.steps.length);
  for (let index = 0; index < count; index++) {
    const [a, b] = [before.steps[index], after.steps[index]];
    if (a === undefined || b === undefined || a.name !== b.name) {
      return `step ${index} of what it computes was ${nameOf(a)} and is now ${nameOf(b)}`;
    }
    const different = differentStep(a, b, before, after.slots);
    if (different !== undefined) return different;
  }
  return undefined;
}

function nameOf(step: Step | undefined): string {
  return step === undefined ? 'none' : `op '${step.name}'`;
}

function differentStep(a: Step, b: Step, before: Trace, slots: readonly SlotSpec[]): string | undefined {
  const what = `op '${a.name}'`;
  const [x, y] = [show(before.slots[a.output] as SlotSpec), show(slots[b.output] as SlotSpec)];
  if (x !== y) return `the result of ${what} changed from ${x} to ${y}`;
  if (a.output !== b.output || a.inputs.join() !== b.inputs.join()) return `the inputs of ${what} changed`;
  if (a.lowering === b.lowering) return undefined;
  if (a.lowering.kind === 'elementwise' && b.lowering.kind === 'elementwise') {
    const [left, right] = [a.lowering, b.lowering];
    const at = left.numbers.findIndex((number, index) => !Object.is(number, right.numbers[index]));
    // A number that meets a tensor is a filled tensor first.
    const reader = a.inputs.length > 0 ? undefined : before.steps.find(({ inputs }) => inputs.includes(a.output));
    const whose = reader === undefined ? what : `op '${reader.name}'`;
    if (at >= 0) return `the run-time number of ${whose} changed from ${left.numbers[at]} to ${right.numbers[at]}`;
    const isSame = left.expression === right.expression || textOf(left.expression) === textOf(right.expression);
    return isSame ? undefined : `what ${what} computes changed`;
  }
  const [p, q] = [textOf(parametersOf(a)), textOf(parametersOf(b))];
  return p === q ? undefined : `the parameters of ${what} changed from ${p} to ${q}`;
}

/** The lowering, but for its random key, which is drawn anew. */
function parametersOf({ lowering }: Step): unknown {
  if (lowering.kind !== 'routine') return lowering;
  return isRandom(lowering) ? { ...lowering.parameters, key: undefined } : lowering.parameters;
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    const isSpecial = typeof part === 'number' && (!Number.isFinite(part) || Object.is(part, -0));
    return isSpecial ? `number ${Object.is(part, -0) ? '-0' : part}` : part;
  });
}

function differentSources(before: Trace, after: Trace): string | undefined {
  if (before.sources.length !== after.sources.length) {
    return `the number of tensors that it computes with changed from ${before.sources.length} to ${after.sources.length}`;
  }
  for (const [index, { slot, origin }] of before.sources.entries()) {
    const other = after.sources[index] as Trace['sources'][number];
    const [x, y] = [show(before.slots[slot] as SlotSpec), show(after.slots[other.slot] as SlotSpec)];
    const different = slot !== other.slot || x !== y ? `from ${x} to ${y}` : differentOrigin(origin, other.origin);
    if (different !== undefined) return `a tensor that it computes with changed ${different}`;
  }
  return undefined;
}

function differentOrigin(a: Origin, b: Origin): string | undefined {
  if (a.kind === 'argument' && b.kind === 'argument') {
    return a.index === b.index ? undefined : 'from one argument to another';
  }
  if (a.kind === 'variable' && b.kind === 'variable') {
    return a.variable === b.variable ? undefined : `from ${describe(a.variable)} to ${describe(b.variable)}`;
  }
  if (a.kind === 'constant' && b.kind === 'constant') return differentValue(a.value, b.value);
  return `from ${kinds[a.kind]} to ${kinds[b.kind]}`;
}

const kinds = { argument: 'an argument', variable: 'a Variable', constant: 'a constant' } as const;

function differentValue(a: Value, b: Value): string | undefined {
  if (a === b) return undefined;
  const [left, right] = [hostValue(a), hostValue(b)];
  if (left === right) return undefined;
  for (let index = 0; index < left.length; index++) {
    if (!Object.is(left[index], right[index])) return `at position ${index} from ${left[index]} to ${right[index]}`;
  }
  return undefined;
}

function differentAssigned(before: Trace, after: Trace): string | undefined {
  const isSame =
    before.assignments.length === after.assignments.length &&
    before.assignments.every(({ variable }, index) => after.assignments[index]?.variable === variable);
  if (isSame) return undefined;
  const names = ({ assignments }: Trace): string =>
    assignments.map(({ variable }) => describe(variable)).join(', ') || 'none';
  return `the Variables that it assigns changed from ${names(before)} to ${names(after)}`;
}

function sameResult(before: Trace, a: number, after: Trace, b: number): boolean {
  return before.results[a]?.slot === after.results[b]?.slot;
}

function differentOutputs(before: Trace, after: Trace): string | undefined {
  const other = before.assignments.find(
    ({ result }, index) => !sameResult(before, result, after, after.assignments[index]?.result as number),
  );
  if (other !== undefined) return `what it assigns to ${describe(other.variable)} is now another tensor`;
  const [x, y] = [before, after].map(({ layout }) => JSON.stringify(layout) ?? 'nothing');
  if (x !== y) return `the structure of its result changed from ${x} to ${y}, where numbers stand for tensors`;
  const at = before.outputs.findIndex((output, index) => {
    const other = after.outputs[index] as Output;
    if (output.kind === 'result' && other.kind === 'result') {
      return !sameResult(before, output.result, after, other.result);
    }
    if (output.kind === 'argument' && other.kind === 'argument') return output.index !== other.index;
    return !(output.kind === 'same' && other.kind === 'same' && isSameTensor(output, other));
  });
  return at < 0 ? undefined : `tensor ${at} of its result is now another one`;
}

function isSameTensor(a: Extract<Output, { kind: 'same' }>, b: Extract<Output, { kind: 'same' }>): boolean {
  if (a.tensor === b.tensor) return true;
  const [x, y] = [a.tensor, b.tensor];
  if (show(x) !== show(y) || x.value === undefined || y.value === undefined) return false;
  return differentValue(x.value, y.value) === undefined;
}

function show({ dtype, shape }: SlotSpec): string {
  return `${dtype} ${showShape(shape)}`;
}
