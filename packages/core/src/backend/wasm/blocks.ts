import { bytesPerElement } from '../../graph/dtype.js';
import { sizeOf } from '../../graph/shape.js';
import type { SlotSpec } from '../contract.js';
import { type PartialReduction, partialReduction } from './kernels/reduce-partial.js';
import { ownersOf } from './place.js';
import { isSeparable } from './separable.js';
import type { WasmProgram, WasmStep } from './wasm-program.js';

/** Fewer blocks than this, of all that steps touch, are in the cache anyway. */
const leastBlocks = 4;
/** How far from the first step others are looked for: steps that move away from their place hold memory longer. */
const window = 64;

/**
 * Joins steps that can be computed block by block (see `BlockedLowering`). Steps in between that cannot move before or
 * behind. The order in which elements are joined stays, so not a bit changes.
 */
export function makeBlocks(program: WasmProgram, cut: BlockOptions): WasmProgram {
  const planner = new BlockPlanner(program, cut);
  return { ...program, slots: planner.slots, steps: planner.plan(program.steps) };
}

/** How work is cut. */
export interface BlockOptions {
  /** How many threads there are to share it. */
  readonly lanes: number;
  /** What a block should touch: it should stay in the second-level cache, and take longer than waking a thread. */
  readonly blockBytes: number;
}

/** A set of steps that is being collected. */
interface Collection {
  readonly units: number;
  /** Blocks start at multiples of so many units. */
  granularity: number;
  readonly members: WasmStep[];
  readonly before: WasmStep[];
  readonly after: WasmStep[];
}

class BlockPlanner {
  /** Those of the program, and intermediate results of reductions. */
  readonly slots: SlotSpec[];
  readonly #cut: BlockOptions;
  /** Smaller steps are left alone. */
  readonly #leastBytes: number;
  readonly #owners: number[];
  readonly #isResult: ReadonlySet<number>;

  constructor(program: WasmProgram, cut: BlockOptions) {
    this.slots = [...program.slots];
    this.#cut = cut;
    this.#leastBytes = cut.lanes > 1 ? cut.blockBytes : leastBlocks * cut.blockBytes;
    this.#owners = [...ownersOf(program)];
    this.#isResult = new Set(program.results.map(({ slot }) => this.#owners[slot] as number));
  }

  plan(steps: readonly WasmStep[]): WasmStep[] {
    const planned: WasmStep[] = [];
    let rest = [...steps];
    while (rest.length > 0) {
      const anchor = rest.findIndex((step) => this.#unitsOf(step) > 0);
      if (anchor < 0) break;
      planned.push(...rest.slice(0, anchor));
      rest = rest.slice(anchor);
      const collection = this.#collect(rest);
      const blocked = this.#blocked(collection, rest);
      if (blocked === undefined) {
        planned.push(rest[0] as WasmStep);
        rest = rest.slice(1);
      } else {
        planned.push(...collection.before, blocked);
        rest = [...collection.after, ...rest.slice(window)];
      }
    }
    planned.push(...rest);
    return planned;
  }

  /** The units of a step that is worth starting a collection with; else 0. */
  #unitsOf(step: WasmStep): number {
    const { shape } = this.slots[step.output] as SlotSpec;
    const bytes = [...step.inputs, step.output].reduce((sum, slot) => sum + this.#bytesOf(slot), 0);
    const count = shape[0] ?? 0;
    if (bytes < this.#leastBytes / 4 || count < 2) return 0;
    const units = { count, slots: this.slots, isInner: () => false };
    return isSeparable(step, units) ? count : 0;
  }

  #collect(steps: readonly WasmStep[]): Collection {
    const units = this.#unitsOf(steps[0] as WasmStep);
    const collection: Collection = { units, granularity: 1, members: [], before: [], after: [] };
    const inside = new Set<number>();
    const behind = new Set<number>();
    const isInner = (slot: number): boolean => inside.has(this.#owners[slot] as number);
    for (const step of steps.slice(0, window)) {
      const owner = this.#owners[step.output] as number;
      const isLate = step.inputs.some((slot) => behind.has(this.#owners[slot] as number));
      const reduction = isLate ? undefined : this.#partial(step, collection, isInner);
      if (reduction !== undefined) {
        const [partial, final] = this.#splitReduction(step, reduction);
        collection.members.push(partial);
        collection.after.push(final);
        collection.granularity = Math.max(collection.granularity, reduction.pieceRows);
        inside.add(partial.output);
        behind.add(owner);
      } else if (!isLate && isSeparable(step, { count: units, slots: this.slots, isInner })) {
        collection.members.push(step);
        if (step.lowering.kind !== 'reshape') inside.add(owner);
      } else if (isLate || step.inputs.some(isInner)) {
        collection.after.push(step);
        behind.add(owner);
      } else collection.before.push(step);
    }
    return collection;
  }

  /** A reduction over the units, where it goes by pieces that are whole units. */
  #partial(
    step: WasmStep,
    { units, granularity }: Collection,
    isInner: (slot: number) => boolean,
  ): PartialReduction | undefined {
    const { lowering, inputs } = step;
    const input = inputs[0] as number;
    if (lowering.kind !== 'reduce' || !isInner(input)) return undefined;
    const { shape, dtype } = this.slots[input] as SlotSpec;
    if (shape[0] !== units || !lowering.axes.includes(0)) return undefined;
    const reduction = partialReduction(lowering.combine, shape, lowering.axes, dtype);
    if (reduction === undefined || reduction.extent.reduced !== units) return undefined;
    const isMultiple = reduction.pieceRows % granularity === 0 || granularity % reduction.pieceRows === 0;
    return isMultiple ? reduction : undefined;
  }

  #splitReduction(step: WasmStep, reduction: PartialReduction): readonly [WasmStep, WasmStep] {
    const { results, extent, dtype } = reduction;
    const between = this.slots.push({ shape: [results, extent.inner], dtype }) - 1;
    this.#owners.push(between);
    return [
      { name: step.name, lowering: { kind: 'partial', reduction }, inputs: step.inputs, output: between },
      { name: step.name, lowering: { kind: 'final', reduction }, inputs: [between], output: step.output },
    ];
  }

  /** The collection as one step, or undefined where that gains nothing. */
  #blocked(collection: Collection, steps: readonly WasmStep[]): WasmStep | undefined {
    const { units, members, granularity } = collection;
    const computing = members.filter(({ lowering }) => lowering.kind !== 'reshape');
    const made = new Set(computing.map(({ output }) => this.#owners[output] as number));
    const read = new Set(computing.flatMap(({ inputs }) => inputs.map((slot) => this.#owners[slot] as number)));
    const touched = [...new Set([...made, ...read])].filter((slot) => this.#bytesOf(slot) >= units);
    const bytes = touched.reduce((sum, slot) => sum + this.#bytesOf(slot), 0);
    const { lanes, blockBytes } = this.#cut;
    if (bytes < this.#leastBytes || (lanes === 1 && computing.length < 2)) return undefined;

    const wanted = new Set<number>();
    for (const step of [...collection.after, ...steps.slice(window)]) {
      for (const slot of step.inputs) wanted.add(this.#owners[slot] as number);
    }
    const outputs = [...made].filter((slot) => wanted.has(slot) || this.#isResult.has(slot));
    const isOutput = new Set(outputs);
    const local = new Set([...made].filter((slot) => !isOutput.has(slot)));
    const inputs = [...read].filter((slot) => !made.has(slot));
    const fitting = Math.floor((blockBytes * units) / bytes);
    const perLane = Math.ceil(units / lanes);
    const unitsPerBlock = Math.max(1, Math.round(Math.min(fitting, perLane) / granularity)) * granularity;
    return {
      name: computing.map(({ name }) => name).join('+'),
      lowering: { kind: 'blocked', steps: members, units, unitsPerBlock, local, outputs },
      inputs,
      output: outputs[0] as number,
    };
  }

  #bytesOf(slot: number): number {
    const { shape, dtype } = this.slots[slot] as SlotSpec;
    return sizeOf(shape) * bytesPerElement[dtype];
  }
}
