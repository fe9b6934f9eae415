import { sizeOf } from '../../graph/shape.js';
import type { Lowering, Program, SlotSpec, Step } from '../contract.js';
import { ExpressionBuilder } from './kernels/elementwise-expression.js';
import { addExpression, numberDType } from './kernels/elementwise-typing.js';
import { numbersOf } from './structure.js';
import type { FusedLowering, FusedRead, WasmLowering, WasmProgram, WasmStep } from './wasm-program.js';

/** Fewer elements than this are computed sooner than a kernel of their own is compiled. */
const leastElements = 64;

/** Larger expressions run out of registers and take long to compile. */
const mostSteps = 32;
const mostReads = 12;

type ElementwiseLowering = Extract<Lowering, { readonly kind: 'elementwise' }>;
type ViewLowering = Extract<Lowering, { readonly kind: 'view' }>;

/**
 * Joins elementwise steps with the one elementwise step that reads them. They read through views whose rows stay rows,
 * and matrix products through any. Every instruction still rounds to its step's dtype, so not a bit changes.
 */
export function fuse(program: Program & Pick<WasmProgram, 'same'>): WasmProgram {
  const plan = new Fusion(program);
  const steps: WasmStep[] = [];
  for (const step of program.steps) {
    if (plan.isFolded(step.output)) continue;
    const lowering = plan.loweringOf(step);
    const inputs = 'reads' in lowering ? [...new Set(lowering.reads.map(({ slot }) => slot))] : step.inputs;
    steps.push({ name: step.name, lowering, inputs, output: step.output });
  }
  return { ...program, steps };
}

/** Which steps are part of which others. */
class Fusion {
  readonly #slots: readonly SlotSpec[];
  /** The step that makes a slot; none for sources. */
  readonly #makers: (Step | undefined)[];
  /** Of the step that makes a slot, the place of its first number among those of the program. */
  readonly #firstNumbers: number[] = [];
  /** Slots that are computed where they are read. What a folded view reads is never folded: it has a view as reader. */
  readonly #folded = new Set<number>();
  /** Of elementwise slots, how many steps and reads their expression has. */
  readonly #sizes: { steps: number; reads: number }[] = [];

  constructor({ slots, steps, results }: Program) {
    this.#slots = slots;
    this.#makers = new Array<Step | undefined>(slots.length).fill(undefined);
    const readers = slots.map((): Step[] => []);
    for (const step of steps) {
      this.#makers[step.output] = step;
      for (const slot of new Set(step.inputs)) readers[slot]?.push(step);
    }
    let numbers = 0;
    for (const { output, lowering } of steps) {
      this.#firstNumbers[output] = numbers;
      numbers += numbersOf(lowering).length;
    }
    const isResult = new Set(results.map(({ slot }) => slot));
    const everyReader = (slot: number, test: (reader: Step) => boolean): boolean => {
      const list = readers[slot] as Step[];
      return !isResult.has(slot) && list.length > 0 && list.every(test);
    };
    for (const step of steps) {
      const { lowering, inputs, output } = step;
      if (lowering.kind === 'view') {
        const keepsRows = this.#keepsRows(lowering, output);
        if (everyReader(output, (reader) => isMatmul(reader) || (keepsRows && isElementwise(reader)))) {
          this.#folded.add(output);
        }
      } else if (lowering.kind === 'elementwise') {
        this.#sizes[output] = this.#fold(inputs);
        const once = (readers[output] as Step[]).length === 1 || inputs.length === 0;
        const small = inputs.length > 0 && sizeOf((slots[output] as SlotSpec).shape) < leastElements;
        if (once && !small && everyReader(output, isElementwise)) this.#folded.add(output);
      }
    }
  }

  isFolded(slot: number): boolean {
    return this.#folded.has(slot);
  }

  /** The step's own lowering, or, where it has parts, a fused one. */
  loweringOf(step: Step): WasmLowering {
    const { lowering, inputs } = step;
    if (!inputs.some((slot) => this.#folded.has(slot))) return lowering;
    if (isMatmul(step)) {
      const [left, right] = inputs as readonly [number, number];
      return { kind: 'fusedMatmul', reads: [this.#throughView(left), this.#throughView(right)] };
    }
    return this.#fused(step, lowering as ElementwiseLowering);
  }

  /** How a slot is read: through the view that it is, where that is folded. */
  #throughView(slot: number): FusedRead {
    const maker = this.#folded.has(slot) ? (this.#makers[slot] as Step) : undefined;
    if (maker?.lowering.kind !== 'view') return { slot };
    const { strides, offset } = maker.lowering;
    return { slot: maker.inputs[0] as number, strides, start: offset, shape: (this.#slots[slot] as SlotSpec).shape };
  }

  /** One expression of an elementwise step and all that is folded into it. */
  #fused(step: Step, lowering: ElementwiseLowering): FusedLowering {
    const builder = new ExpressionBuilder();
    const numbers: number[] = [];
    const parts: string[] = [];
    const reads: FusedRead[] = [];
    const places = new Map<number, number>();
    // The depth is that of one fused expression, which is small.
    const placeOf = (slot: number): number => {
      const known = places.get(slot);
      if (known !== undefined) return known;
      const maker = this.#folded.has(slot) ? (this.#makers[slot] as Step) : undefined;
      const place =
        maker?.lowering.kind === 'elementwise'
          ? add(maker, maker.lowering)
          : builder.input(reads.push(this.#throughView(slot)) - 1, (this.#slots[slot] as SlotSpec).dtype);
      places.set(slot, place);
      return place;
    };
    const add = (part: Step, { expression, numbers: own }: ElementwiseLowering): number => {
      const values = part.inputs.map(placeOf);
      const { dtype } = this.#slots[part.output] as SlotSpec;
      const first = numbers.length;
      const inProgram = this.#firstNumbers[part.output] as number;
      for (let index = 0; index < own.length; index++) numbers.push(inProgram + index);
      const fits = own.every((number) => (number | 0) === number);
      const dtypes = part.inputs.map((slot) => (this.#slots[slot] as SlotSpec).dtype);
      const numbersAs = numberDType(dtypes, dtype, fits);
      parts.push(part.name);
      const result = addExpression(builder, expression, values, (index) => builder.number(first + index, numbersAs));
      return builder.convert(result, dtype);
    };
    const result = add(step, lowering);
    return { kind: 'fused', expression: builder.build([result]), numbers, reads, parts };
  }

  /** Counts what an elementwise step would hold; inputs that make it too large are computed on their own after all. */
  #fold(inputs: readonly number[]): { steps: number; reads: number } {
    const total = { steps: 1, reads: 0 };
    for (const slot of new Set(inputs)) {
      const size = this.#folded.has(slot) ? (this.#sizes[slot] ?? { steps: 0, reads: 1 }) : { steps: 0, reads: 1 };
      const fits = total.steps + size.steps <= mostSteps && total.reads + size.reads <= mostReads;
      if (!fits) this.#folded.delete(slot);
      total.steps += fits ? size.steps : 0;
      total.reads += fits ? size.reads : 1;
    }
    return total;
  }

  /** Whether rows of the view are rows of what it reads, or one element repeated: then reading through it costs nothing. */
  #keepsRows({ strides }: ViewLowering, output: number): boolean {
    const { shape } = this.#slots[output] as SlotSpec;
    const axis = shape.findLastIndex((size) => size !== 1);
    return axis < 0 || strides[axis] === 0 || strides[axis] === 1;
  }
}

function isElementwise({ lowering }: Step): boolean {
  return lowering.kind === 'elementwise';
}

function isMatmul({ lowering }: Step): boolean {
  return lowering.kind === 'routine' && lowering.routine === 'matmul';
}
