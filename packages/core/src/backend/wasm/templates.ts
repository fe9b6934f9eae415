import type { Lowering, SlotSpec, Step } from '../contract.js';
import { addressIn, segments } from './address.js';
import type { Location } from './location.js';
import { recordStep } from './record-step.js';
import type { HostCall, Launch, Recording } from './recording.js';
import { numbersAsIntegers, numbersOf, sameSpec, textOf } from './structure.js';

/** A step that was recorded on operands that may lie anywhere. Its inputs are the first operands, its output the last. */
export interface Template {
  readonly name: string;
  readonly specs: readonly SlotSpec[];
  readonly asIntegers: boolean;
  readonly calls: readonly (Launch | HostCall)[];
  readonly constants: readonly number[];
  readonly scratchBytes: number;
}

/** Of one lowering so many shapes are remembered. */
const mostShapes = 64;
/** So many lowerings that are told apart by their text. */
const mostTexts = 4096;

/**
 * What steps do, remembered by what they are: a structure that was never seen before mostly consists of steps that
 * were.
 */
export class Templates {
  readonly #newRecording: () => Recording;
  readonly #byExpression = new WeakMap<object, Template[]>();
  readonly #byLowering = new WeakMap<object, Template[]>();
  readonly #byText = new Map<string, Template[]>();

  constructor(newRecording: () => Recording) {
    this.#newRecording = newRecording;
  }

  get(step: Step, slots: readonly SlotSpec[]): Template {
    const known = this.#list(step.lowering);
    for (let index = 0; index < known.length; index++) {
      const template = known[index] as Template;
      if (fits(template, step, slots)) return template;
    }
    const made = this.#record(step, slots);
    if (known.length >= mostShapes) known.shift();
    known.push(made);
    return made;
  }

  #list(lowering: Lowering): Template[] {
    if (lowering.kind === 'elementwise') {
      const { expression } = lowering;
      let list = this.#byExpression.get(expression);
      if (list === undefined) {
        list = [];
        this.#byExpression.set(expression, list);
      }
      return list;
    }
    // Ops without attributes lower to the same object each time.
    const known = this.#byLowering.get(lowering);
    if (known !== undefined) return known;
    const text = textOf(lowering);
    let list = this.#byText.get(text);
    if (list === undefined) {
      if (this.#byText.size >= mostTexts) this.#byText.clear();
      list = [];
      this.#byText.set(text, list);
    }
    if (lowering.kind !== 'view') this.#byLowering.set(lowering, list);
    return list;
  }

  #record(step: Step, slots: readonly SlotSpec[]): Template {
    const { name, lowering, inputs, output } = step;
    const specs = [...inputs, output].map((slot): SlotSpec => {
      const { shape, dtype } = slots[slot] as SlotSpec;
      return { shape, dtype };
    });
    const recording = this.#newRecording();
    const numbers = numbersOf(lowering);
    recording.begin(numbers.map((_, index) => index));
    const places = inputs.map((_, index) => index);
    const at = (operand: number): Location => ({
      ...(specs[operand] as SlotSpec),
      offset: addressIn(segments.operands + operand, 0),
    });
    recordStep(recording, { name, lowering, inputs: places, output: inputs.length }, at);
    const { actions, constants, scratchBytes } = recording;
    const calls = actions.flatMap((action) => ('lanes' in action ? action.lanes.flat() : [action]));
    return { name, specs, asIntegers: numbersAsIntegers(step, slots), calls, constants, scratchBytes };
  }
}

function fits({ name, specs, asIntegers }: Template, step: Step, slots: readonly SlotSpec[]): boolean {
  const { inputs, output, lowering } = step;
  if (specs.length !== inputs.length + 1 || !sameSpec(specs[inputs.length] as SlotSpec, slots[output] as SlotSpec)) {
    return false;
  }
  for (let index = 0; index < inputs.length; index++) {
    if (!sameSpec(specs[index] as SlotSpec, slots[inputs[index] as number] as SlotSpec)) return false;
  }
  // The name is part of error messages.
  return lowering.kind === 'elementwise' ? asIntegers === numbersAsIntegers(step, slots) : name === step.name;
}
