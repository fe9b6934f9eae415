import type { Program, Step } from '../backend/contract.js';
import type { AnyTensor } from '../graph/tensor.js';

/**
 * Inner nodes that are read after the run that went through them: the logits, for the accuracy, after a training step.
 * The first time they are computed again. From then on runs of the same structure keep their values.
 */

/** How many structures are remembered. */
const mostStructures = 256;

/** By the hash of a structure, the slots that were read later. Two structures of one hash keep a value too many. */
const readLater = new Map<number, Set<number>>();
let last: { readonly program: Program; readonly hash: number } | undefined;

/** Notes which of the wanted nodes the last run went through. */
export function noteReads(wanted: readonly AnyTensor[]): void {
  if (last === undefined) return;
  for (const node of wanted) {
    if (node.visits === 0) continue;
    const slot = last.program.slots.indexOf(node);
    if (slot < 0) continue;
    const slots = readLater.get(last.hash) ?? new Set();
    if (readLater.size >= mostStructures) readLater.clear();
    readLater.set(last.hash, slots.add(slot));
  }
}

/** The inner nodes of a program that will probably be read later. `runs` tells whether it is about to run. */
export function nodesToKeep(program: Program, runs: boolean): readonly AnyTensor[] {
  const hash = hashOf(program);
  // It holds the program's nodes until the next run.
  if (runs) last = { program, hash };
  const slots = readLater.get(hash);
  if (slots === undefined) return [];
  // A slot of a program is its node: see linearise.
  return Array.from(slots, (slot) => program.slots[slot] as AnyTensor | undefined).filter(
    (node): node is AnyTensor => node !== undefined && node.value === undefined,
  );
}

function hashOf({ steps, slots }: Program): number {
  let hash = slots.length;
  for (let index = 0; index < steps.length; index++) {
    const { name, inputs, output } = steps[index] as Step;
    hash = Math.imul(hash ^ (name.length + 31 * (inputs[0] ?? 0) + 961 * output), 0x9e3779b1);
  }
  return hash;
}
