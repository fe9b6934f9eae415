import type { Program, Step } from '../contract.js';
import { offsetIn, segmentOf, segments } from './address.js';
import type { LinearMemory } from './linear-memory.js';
import type { Arrangement } from './plan.js';
import type { RunMemory } from './run-memory.js';
import { numbersOf } from './structure.js';
import type { Template, Templates } from './templates.js';

/**
 * Runs a program whose structure was not seen before, step by step: making a plan would take longer, and many
 * structures never come back.
 */
export function runAtFirstSight(
  program: Program,
  { owners, elsewhere, layout }: Arrangement,
  templates: Templates,
  addresses: Float64Array,
  runMemory: RunMemory,
  memory: LinearMemory,
): void {
  const { steps, slots } = program;
  const list: Template[] = [];
  let scratchBytes = 0;
  for (let index = 0; index < steps.length; index++) {
    const template = templates.get(steps[index] as Step, slots);
    list.push(template);
    if (template.scratchBytes > scratchBytes) scratchBytes = template.scratchBytes;
  }
  const arena = runMemory.arena(layout.bytes + scratchBytes);
  const scratch = arena + layout.bytes;
  for (let slot = 0; slot < owners.length; slot++) {
    const owner = owners[slot] as number;
    if (owner !== slot) addresses[slot] = addresses[owner] as number;
    else if (elsewhere[slot] === 0) addresses[slot] = arena + (layout.offsets[slot] as number);
  }
  for (let index = 0; index < steps.length; index++) {
    const { inputs, output, lowering } = steps[index] as Step;
    const { calls, constants } = list[index] as Template;
    for (let place = 0; place < calls.length; place++) {
      const action = calls[place] as (typeof calls)[number];
      const values: number[] = [];
      for (let at = 0; at < action.values.length; at++) {
        const value = action.values[at] as number;
        const segment = segmentOf(value);
        if (segment === 0) values.push(value);
        else if (segment >= segments.operands) {
          const operand = segment - segments.operands;
          const slot = operand < inputs.length ? (inputs[operand] as number) : output;
          values.push((addresses[slot] as number) + offsetIn(value, segment));
        } else if (segment === segments.scratch) values.push(scratch + offsetIn(value, segment));
        else if (segment === segments.numbers) values.push(numbersOf(lowering)[offsetIn(value, segment)] as number);
        else values.push(constants[offsetIn(value, segment)] as number);
      }
      if ('host' in action) action.host(memory.views.bytes, values);
      else action.kernel.run(...values);
    }
  }
}
