import { addressIn, segments } from './address.js';
import type { Kernel, KernelContext, KernelOptions, NativeKernel } from './context.js';
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

/** Launches that may run at the same time as those of other lanes; within a lane they run in order. */
export interface Lanes {
  readonly lanes: readonly (readonly Launch[])[];
}

export type Action = Launch | HostCall | Lanes;

export type GetKernel = (key: string, build: (module: ModuleBuilder) => void) => Kernel;

const alignment = 64;

/** What steps do, in order, to be done any number of times with other addresses and numbers. */
export class Recording implements KernelContext {
  readonly options: KernelOptions;
  readonly native: NativeKernel | undefined;
  readonly threads: number;
  readonly kernel: GetKernel;
  readonly actions: Action[] = [];
  /** The numbers that stand in the segment of constants. */
  readonly constants: number[] = [];
  /** The scratch bytes of the step that needs most. */
  scratchBytes = 0;
  #scratchStart = 0;
  #scratchEnd = 0;
  #numbers: readonly number[] = [];
  /** While lanes are recorded: all of them, the current one last. */
  #lanes: Launch[][] | undefined;

  constructor(options: KernelOptions, kernel: GetKernel, native?: NativeKernel, threads = 1) {
    this.options = options;
    this.native = native;
    this.threads = threads;
    this.kernel = kernel;
  }

  /** Starts a step; `numbers` are the places of its numbers among those of all steps. */
  begin(numbers: readonly number[]): void {
    this.#scratchEnd = this.#scratchStart;
    this.#numbers = numbers;
  }

  lanes(count: number, record: (lane: number) => void): void {
    const lanes: Launch[][] = [];
    this.#lanes = lanes;
    for (let lane = 0; lane < count; lane++) {
      lanes.push([]);
      record(lane);
      this.#scratchStart = this.scratchBytes;
    }
    this.#scratchStart = 0;
    this.#lanes = undefined;
    if (count > 1) this.actions.push({ lanes });
    else for (const launch of lanes[0] ?? []) this.actions.push(launch);
  }

  /** Bytes that all steps of the current lane share. */
  laneScratch(bytes: number): number {
    this.#scratchEnd = this.#scratchStart;
    const address = this.scratch(bytes);
    this.#scratchStart = this.#scratchEnd;
    return address;
  }

  launch(kernel: Kernel, values: readonly number[]): void {
    (this.#lanes?.at(-1) ?? this.actions).push({ kernel, values });
  }

  host(run: HostCall['host'], values: readonly number[]): void {
    if (this.#lanes !== undefined) throw new Error('wasm: a lane cannot call JavaScript');
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

/** The launches of an action. */
export function launchesOf(action: Action): readonly Launch[] {
  if ('kernel' in action) return [action];
  return 'lanes' in action ? action.lanes.flat() : [];
}
