import { bytesPerElement } from '../../graph/dtype.js';
import { sizeOf } from '../../graph/shape.js';
import type { Program, Result, SlotSpec, Step } from '../contract.js';
import { addressIn, segments } from './address.js';
import { CommandList } from './command-list.js';
import type { LinearMemory } from './linear-memory.js';
import type { Location } from './location.js';
import { type Layout, ownersOf, place, placeSideBySide } from './place.js';
import { recordBlocks } from './record-blocks.js';
import { recordStep } from './record-step.js';
import type { Recording } from './recording.js';
import { numbersOf, type Structure } from './structure.js';
import type { WasmProgram, WasmStep } from './wasm-program.js';

/** Whose bytes slots have, which of these lie elsewhere than in the arena, and where the others lie in it. */
export interface Arrangement {
  readonly owners: Int32Array;
  /** By slot: 0 in the arena, 1 where a source lies, 2 where a result stays. */
  readonly elsewhere: Uint8Array;
  readonly layout: Layout;
}

export const isSource = 1;
export const isKept = 2;

/** Smaller results are on the host before anybody asks for them: that takes no longer than to remember where they lie. */
const leastKeptBytes = 64 * 1024;

/** Whether a result stays in memory: Variables' values do, and what is large, which may never be read. */
export function isWorthKeeping({ stays }: Result, { shape, dtype }: SlotSpec): boolean {
  return stays || sizeOf(shape) * bytesPerElement[dtype] >= leastKeptBytes;
}

/** Finds a place for every slot of a program; in haste, if it runs only once. */
export function arrange(program: WasmProgram, runsOnce = false): Arrangement {
  const owners = ownersOf(program);
  const elsewhere = new Uint8Array(owners.length);
  for (const { slot } of program.sources) elsewhere[slot] = isSource;
  for (const result of program.results) {
    const owner = owners[result.slot] as number;
    if (elsewhere[owner] === 0 && isWorthKeeping(result, program.slots[owner] as SlotSpec)) elsewhere[owner] = isKept;
  }
  const quick = runsOnce ? placeSideBySide(program, owners, elsewhere) : undefined;
  return { owners, elsewhere, layout: quick ?? place(program, owners, elsewhere) };
}

/** A structure, made ready to run: fused, placed and recorded. */
export interface Plan extends Arrangement {
  readonly structure: Structure;
  /** After fusing. */
  readonly steps: WasmProgram['steps'];
  readonly commands: CommandList;
  readonly arenaBytes: number;
  /** The steps of the structure that have run-time numbers. */
  readonly numbered: readonly number[];
}

/** Records the steps of a program that is fused already. */
export function makePlan(
  structure: Structure,
  fused: WasmProgram,
  recording: Recording,
  memory: LinearMemory,
  take: (bytes: number) => number,
  lanes: number,
): Plan {
  const arrangement = arrange(fused);
  const at = (slot: number): Location => {
    const { shape, dtype } = fused.slots[slot] as SlotSpec;
    return { shape, dtype, offset: addressIn(segments.operands + slot, 0) };
  };
  const firstNumbers = new Map<number, number>();
  const numbered: number[] = [];
  let count = 0;
  structure.steps.forEach(({ lowering, output }, index) => {
    const { length } = numbersOf(lowering);
    firstNumbers.set(output, count);
    if (length > 0) numbered.push(index);
    count += length;
  });
  const begin = (step: WasmStep): void => recording.begin(numberPlaces(step, firstNumbers.get(step.output) ?? 0));
  const { owners, elsewhere, layout } = arrangement;
  for (const step of fused.steps) {
    if (step.lowering.kind === 'blocked') {
      recordBlocks(recording, step.lowering, { slots: fused.slots, owners, lanes, at, begin });
    } else {
      begin(step);
      recordStep(recording, step, at);
    }
  }
  const commands = new CommandList(recording, memory, take, owners, elsewhere, layout);
  const arenaBytes = layout.bytes + recording.scratchBytes;
  return { ...arrangement, structure, steps: fused.steps, commands, arenaBytes, numbered };
}

/** The places of a step's numbers among those of the program. */
function numberPlaces({ lowering }: WasmStep, first: number): readonly number[] {
  switch (lowering.kind) {
    case 'fused':
      return lowering.numbers;
    case 'elementwise':
    case 'routine':
      return numbersOf(lowering).map((_, index) => first + index);
    default:
      return [];
  }
}

/** The run-time numbers of a program that has the plan's structure. */
export function runtimeNumbersOf({ numbered }: Plan, { steps }: Program): number[] {
  const numbers: number[] = [];
  for (const index of numbered) {
    const own = numbersOf((steps[index] as Step).lowering);
    for (let place = 0; place < own.length; place++) numbers.push(own[place] as number);
  }
  return numbers;
}
