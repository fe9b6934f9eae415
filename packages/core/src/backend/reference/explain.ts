import { lastReaders, type PlanDescription, type Program, type SlotSpec } from '../contract.js';
import { bytesOf, bytesReadBy, bytesWrittenBy, flopsOf, kernelName } from '../work.js';

/** How the program is run: step by step, always alike. */
export function explainProgram(program: Program): PlanDescription {
  const { slots, steps, sources, results } = program;
  const planned = steps.map((step) => ({
    kernel: kernelName(step.lowering),
    ops: [step.name],
    outputs: [specOf(slots[step.output] as SlotSpec)],
    bytesRead: bytesReadBy(step, slots),
    bytesWritten: bytesWrittenBy(step, slots),
    bytesInCache: 0,
    flops: flopsOf(step, slots),
    commands: 1,
    blocks: 1,
    lanes: 1,
  }));
  const bytes = (list: readonly { readonly slot: number }[]): number =>
    list.reduce((sum, { slot }) => sum + bytesOf(slots[slot] as SlotSpec), 0);
  return {
    backend: 'reference',
    isCached: false,
    steps: planned,
    sources: { count: sources.length, bytes: bytes(sources) },
    results: { count: results.length, bytes: bytes(results) },
    arenaBytes: mostBytes(program),
    commands: steps.length,
    flops: planned.reduce((sum, { flops }) => sum + flops, 0),
  };
}

/** What the results of steps take at most at a time. */
function mostBytes(program: Program): number {
  const last = lastReaders(program);
  for (const { slot } of program.results) last[slot] = program.steps.length;
  const live = new Set<number>();
  let most = 0;
  program.steps.forEach(({ output }, index) => {
    live.add(output);
    let bytes = 0;
    for (const slot of live) bytes += bytesOf(program.slots[slot] as SlotSpec);
    most = Math.max(most, bytes);
    for (const slot of live) if (last[slot] === index) live.delete(slot);
  });
  return most;
}

function specOf({ shape, dtype }: SlotSpec): SlotSpec {
  return { shape, dtype };
}
