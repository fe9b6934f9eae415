import { sizeOf } from '../../graph/shape.js';
import type { PlanDescription, PlannedStep, Program, SlotSpec, Step } from '../contract.js';
import { bytesOf, bytesReadBy, bytesThrough, flopsOf, kernelName } from '../work.js';
import { addressIn, segments } from './address.js';
import { nativeIndex } from './context.js';
import type { Location } from './location.js';
import { arrange } from './plan.js';
import { recordBlocks } from './record-blocks.js';
import { recordStep } from './record-step.js';
import { launchesOf, type Recording } from './recording.js';
import { type BlockedLowering, type FusedRead, innerSteps, type WasmProgram, type WasmStep } from './wasm-program.js';

/** How a program would run. */
export interface Explained {
  readonly program: Program;
  /** What it becomes when a plan is made of it. */
  readonly prepared: WasmProgram;
  readonly isCached: boolean;
  readonly lanes: number;
  /** A recording whose kernels are not compiled. */
  readonly newRecording: () => Recording;
}

/** Describes a plan without making it. */
export function explainPlan(explained: Explained): PlanDescription {
  const { program, prepared, isCached } = explained;
  const { owners, layout } = arrange(prepared);
  const origins = new Origins(program, prepared);
  let scratchBytes = 0;
  const steps = prepared.steps.map((step): PlannedStep => {
    const recording = recorded(step, explained, owners);
    scratchBytes = Math.max(scratchBytes, recording.scratchBytes);
    const { actions } = recording;
    const commands = actions.reduce((sum, action) => sum + ('host' in action ? 1 : launchesOf(action).length), 0);
    const lanes = Math.max(1, ...actions.map((action) => ('lanes' in action ? action.lanes.length : 1)));
    const isNative = actions.some((action) => launchesOf(action).some(({ kernel }) => kernel.index === nativeIndex));
    const work = workOf(step, prepared.slots, origins);
    return { ...work, kernel: isNative ? `${work.kernel} by BLAS` : work.kernel, commands, lanes };
  });
  const total = (of: (step: PlannedStep) => number): number => steps.reduce((sum, step) => sum + of(step), 0);
  const bytes = (list: readonly { readonly slot: number }[]): number =>
    list.reduce((sum, { slot }) => sum + bytesOf(program.slots[slot] as SlotSpec), 0);
  return {
    backend: 'wasm',
    isCached,
    steps,
    sources: { count: program.sources.length, bytes: bytes(program.sources) },
    results: { count: program.results.length, bytes: bytes(program.results) },
    arenaBytes: layout.bytes + scratchBytes,
    commands: total((step) => step.commands),
    flops: total((step) => step.flops),
  };
}

/** What one step launches. */
function recorded(step: WasmStep, { prepared, lanes, newRecording }: Explained, owners: Int32Array): Recording {
  const recording = newRecording();
  // Which number it is does not matter where nothing runs.
  const begin = ({ lowering }: WasmStep): void => {
    const count = lowering.kind === 'elementwise' || lowering.kind === 'fused' ? lowering.numbers.length : 3;
    recording.begin(new Array<number>(count).fill(0));
  };
  const at = (slot: number): Location => {
    const { shape, dtype } = prepared.slots[slot] as SlotSpec;
    return { shape, dtype, offset: addressIn(segments.operands + slot, 0) };
  };
  if (step.lowering.kind === 'blocked') {
    recordBlocks(recording, step.lowering, { slots: prepared.slots, owners, lanes, at, begin });
  } else {
    begin(step);
    recordStep(recording, step, at);
  }
  return recording;
}

/** What the program's own steps became part of. */
class Origins {
  readonly #slots: readonly SlotSpec[];
  readonly #makers: ReadonlyMap<number, Step>;
  /** Slots that a step of the plan makes. */
  readonly #made: ReadonlySet<number>;

  constructor({ slots, steps }: Program, prepared: WasmProgram) {
    this.#slots = slots;
    const same = prepared.same ?? new Map<number, number>();
    const resolve = (slot: number): number => same.get(slot) ?? slot;
    this.#makers = new Map(
      steps.flatMap((step) =>
        same.has(step.output) ? [] : [[step.output, { ...step, inputs: step.inputs.map(resolve) }] as const],
      ),
    );
    this.#made = new Set(Array.from(innerSteps(prepared.steps), ({ output }) => output));
  }

  /** The steps of the program that a step of the plan does, inputs first. */
  of({ lowering, output }: WasmStep): readonly Step[] {
    if (lowering.kind === 'partial' || lowering.kind === 'final') return [];
    const found = new Map<number, Step>();
    // The depth is that of one fused expression, which is small.
    const visit = (slot: number): void => {
      const step = this.#makers.get(slot);
      if (step === undefined || found.has(slot)) return;
      for (const input of step.inputs) if (!this.#made.has(input)) visit(input);
      found.set(slot, step);
    };
    visit(output);
    return [...found.values()];
  }

  namesOf(step: WasmStep): readonly string[] {
    const steps = this.of(step);
    return steps.length === 0 ? [step.name] : steps.map(({ name }) => name);
  }

  flopsOf(step: WasmStep): number {
    return this.of(step).reduce((sum, each) => sum + flopsOf(each, this.#slots), 0);
  }
}

type Work = Omit<PlannedStep, 'commands' | 'lanes'>;

function workOf(step: WasmStep, slots: readonly SlotSpec[], origins: Origins): Work {
  const { lowering } = step;
  if (lowering.kind === 'blocked') return workOfBlocks(lowering, step, slots, origins);
  return {
    kernel: nameOf(step),
    ops: origins.namesOf(step),
    outputs: [specOf(slots[step.output] as SlotSpec)],
    bytesRead: bytesRead(step, slots),
    bytesWritten: lowering.kind === 'reshape' ? 0 : bytesOf(slots[step.output] as SlotSpec),
    bytesInCache: 0,
    flops: flops(step, slots, origins),
    blocks: 1,
  };
}

function workOfBlocks(lowering: BlockedLowering, step: WasmStep, slots: readonly SlotSpec[], origins: Origins): Work {
  const { steps, units, unitsPerBlock, local, outputs } = lowering;
  const computing = steps.filter((each) => each.lowering.kind !== 'reshape');
  const bytes = (list: Iterable<number>): number =>
    Array.from(list).reduce((sum, slot) => sum + bytesOf(slots[slot] as SlotSpec), 0);
  return {
    kernel: 'blocks',
    ops: computing.flatMap((each) => origins.namesOf(each)),
    outputs: outputs.map((slot) => specOf(slots[slot] as SlotSpec)),
    bytesRead: bytes(step.inputs),
    bytesWritten: bytes(outputs),
    bytesInCache: bytes(local),
    flops: computing.reduce((sum, each) => sum + flops(each, slots, origins), 0),
    blocks: Math.ceil(units / unitsPerBlock),
  };
}

function nameOf({ lowering }: WasmStep): string {
  switch (lowering.kind) {
    case 'fused':
      return 'fused elementwise';
    case 'fusedMatmul':
      return 'matmul';
    case 'partial':
    case 'final':
      return `reduce ${lowering.reduction.combine}`;
    case 'blocked':
      return 'blocks';
    default:
      return kernelName(lowering);
  }
}

function flops(step: WasmStep, slots: readonly SlotSpec[], origins: Origins): number {
  const { lowering, inputs, output } = step;
  const sizeAt = (slot: number | undefined): number => sizeOf((slots[slot as number] as SlotSpec).shape);
  // Each element is joined once: first within its piece, then, as one of the piece's, to the others.
  if (lowering.kind === 'partial') return sizeAt(inputs[0]) - sizeAt(output);
  if (lowering.kind === 'final') return sizeAt(inputs[0]);
  return origins.flopsOf(step);
}

function bytesRead(step: WasmStep, slots: readonly SlotSpec[]): number {
  const { lowering, inputs, output } = step;
  const shape = (slots[output] as SlotSpec).shape;
  switch (lowering.kind) {
    case 'fused':
    case 'fusedMatmul':
      return bytesOfReads(lowering.reads, shape, slots);
    case 'partial':
    case 'final':
    case 'blocked':
      return inputs.reduce((sum, slot) => sum + bytesOf(slots[slot] as SlotSpec), 0);
    default:
      return bytesReadBy({ ...step, lowering }, slots);
  }
}

/** A slot that is read in several ways counts once, as the way that reads most of it. */
function bytesOfReads(reads: readonly FusedRead[], shape: readonly number[], slots: readonly SlotSpec[]): number {
  const most = new Map<number, number>();
  for (const { slot, strides, shape: own } of reads) {
    const spec = slots[slot] as SlotSpec;
    const bytes = strides === undefined ? bytesOf(spec) : bytesThrough(spec, own ?? shape, strides);
    most.set(slot, Math.max(most.get(slot) ?? 0, bytes));
  }
  return Array.from(most.values()).reduce((sum, bytes) => sum + bytes, 0);
}

function specOf({ shape, dtype }: SlotSpec): SlotSpec {
  return { shape, dtype };
}
