import { addressIn, segments } from './address.js';
import type { Kernel, KernelContext, KernelOptions } from './context.js';
import type { ModuleBuilder } from './encoder/index.js';

/** A kernel and its values. */
export interface Launch {
  readonly kernel: Kernel;
  readonly values: readonly number[];
}

/** A function of JavaScript amid the kernels, and its values. */
export interface HostCall {
  readonly host: (bytes: Uint8Array, values: readonly number[]) => void;
  readonly values: readonly number[];
}

export type Action = Launch | HostCall;

type GetKernel = (key: string, build: (module: ModuleBuilder) => void) => Kernel;

const alignment = 64;

/** What steps do, in order, to be done any number of times with other addresses and numbers. */
export class Recording implements KernelContext {
  readonly options: KernelOptions;
  readonly kernel: GetKernel;
  readonly actions: Action[] = [];
  /** The numbers that stand in the segment of constants. */
  readonly constants: number[] = [];
  /** The scratch bytes of the step that needs most. */
  scratchBytes = 0;
  #scratchEnd = 0;
  #numbers: readonly number[] = [];

  constructor(options: KernelOptions, kernel: GetKernel) {
    this.options = options;
    this.kernel = kernel;
  }

  /** Starts a step; `numbers` are the places of its numbers among those of all steps. */
  begin(numbers: readonly number[]): void {
    this.#scratchEnd = 0;
    this.#numbers = numbers;
  }

  launch(kernel: Kernel, values: readonly number[]): void {
    this.actions.push({ kernel, values });
  }

  host(run: HostCall['host'], values: readonly number[]): void {
    this.actions.push({ host: run, values });
  }

  number(index: number): number {
    return addressIn(segments.numbers, this.#numbers[index] as number);
  }

  constant(value: number): number {
    return addressIn(segments.constants, this.constants.push(value) - 1);
  }

  scratch(bytes: number): number {
    const offset = this.#scratchEnd;
    this.#scratchEnd = Math.ceil((offset + bytes) / alignment) * alignment;
    if (this.#scratchEnd > this.scratchBytes) this.scratchBytes = this.#scratchEnd;
    return addressIn(segments.scratch, offset);
  }
}
